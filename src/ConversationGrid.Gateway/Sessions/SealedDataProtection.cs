using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Protects what the framework gives to browsers for a moment with the key that all processes share: who began at one may return to another.</summary>
internal sealed class SealedDataProtection(Seals seals, string purpose) : IDataProtector
{
    public IDataProtector CreateProtector(string purpose1) => new SealedDataProtection(seals, $"{purpose}/{purpose1}");

    public byte[] Protect(byte[] plaintext) => Encoding.ASCII.GetBytes(seals.Seal(purpose, plaintext));

    public byte[] Unprotect(byte[] protectedData) =>
        seals.TryOpen(purpose, Encoding.ASCII.GetString(protectedData)) ?? throw new CryptographicException("This was not protected here.");
}
