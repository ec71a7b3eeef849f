namespace ConversationGrid.Grains.Tests;

public class WithoutOrleans
{
    [Fact(Skip = "Built with GridEngine=inprocess: the Orleans engine is not in this build and was not tested.")]
    public void OrleansEngine_IsNotTested()
    {
    }
}
