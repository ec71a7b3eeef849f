using ConversationGrid.Silo;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

if (args is ["hash-password"]) return PasswordHash.Print();
try
{
    await GridHost.Build(args).RunAsync();
    return 0;
}
catch (Exception failure) when (failure is OptionsValidationException or IOException or AddressInUseException)
{
    // A wrong value, or an address that is taken: what to mend is the last line, and not a stack.
    Console.Error.WriteLine($"The host cannot run: {failure.Message}");
    return 1;
}
