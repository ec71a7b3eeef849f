using ConversationGrid.Simulator.Time;

namespace ConversationGrid.Simulator;

/// <summary>What one seed's world looks like: how big, and how bad. Probabilities are per call.</summary>
internal sealed record Profile
{
    public required int Processes { get; init; }
    public required int Customers { get; init; }
    public required int Agents { get; init; }
    public required int Supervisors { get; init; }
    public required TimeSpan Active { get; init; }

    public required double MessageLost { get; init; }
    public required double MessageDoubled { get; init; }
    public required double MessageSlow { get; init; }

    /// <summary>A call goes to a process that is not the entity's, so that the entity lives twice.</summary>
    public required double Misrouted { get; init; }
    public required double PushLost { get; init; }

    public required double StoreError { get; init; }

    /// <summary>Done, but the answer never comes.</summary>
    public required double StoreUnknown { get; init; }

    /// <summary>Done long after the caller gave up.</summary>
    public required double StoreLate { get; init; }
    public required double StoreSlow { get; init; }

    /// <summary>Mean time between crashes, pauses and outages.</summary>
    public required TimeSpan ChaosEvery { get; init; }
    public required bool Crashes { get; init; }
    public required bool Pauses { get; init; }
    public required bool Outages { get; init; }
    public required TimeSpan SkewMax { get; init; }
    public required bool AssistantFails { get; init; }

    /// <summary>Every fifth seed has a quiet world: what fails there is no matter of faults.</summary>
    public static Profile Draw(Dice dice)
    {
        var calm = dice.Chance(0.2);
        double Level(double max) => calm || dice.Chance(0.3) ? 0 : dice.Unit() * max;
        return new()
        {
            Processes = dice.Between(1, 3),
            Customers = dice.Between(2, 6),
            Agents = dice.Between(1, 3),
            Supervisors = dice.Below(2),
            Active = TimeSpan.FromMinutes(dice.Between(4, 20)),
            MessageLost = Level(0.1),
            MessageDoubled = Level(0.1),
            MessageSlow = Level(0.3),
            Misrouted = Level(0.1),
            PushLost = Level(0.3),
            StoreError = Level(0.05),
            StoreUnknown = Level(0.05),
            StoreLate = Level(0.03),
            StoreSlow = Level(0.3),
            ChaosEvery = TimeSpan.FromSeconds(dice.Between(10, 90)),
            Crashes = !calm && dice.Chance(0.7),
            Pauses = !calm && dice.Chance(0.7),
            Outages = !calm && dice.Chance(0.4),
            SkewMax = calm || dice.Chance(0.5) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(dice.Between(1, 2_000)),
            AssistantFails = !calm && dice.Chance(0.5),
        };
    }

    /// <summary>The same world after everything was repaired.</summary>
    public Profile Healed() => this with
    {
        MessageLost = 0, MessageDoubled = 0, MessageSlow = 0, Misrouted = 0, PushLost = 0, StoreError = 0, StoreUnknown = 0, StoreLate = 0, StoreSlow = 0,
        Crashes = false, Pauses = false, Outages = false, AssistantFails = false,
    };
}
