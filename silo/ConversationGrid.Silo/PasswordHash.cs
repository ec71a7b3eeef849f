using Microsoft.AspNetCore.Identity;

namespace ConversationGrid.Silo;

/// <summary>Makes the hash that a workspace's staff list takes.</summary>
internal static class PasswordHash
{
    public static int Print()
    {
        var password = Console.In.ReadLine();
        if (string.IsNullOrEmpty(password))
        {
            Console.Error.WriteLine("Type a password on standard input.");
            return 2;
        }
        Console.Out.WriteLine(new PasswordHasher<object>().HashPassword(new(), password));
        return 0;
    }
}
