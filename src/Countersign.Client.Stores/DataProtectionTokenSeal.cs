using System.Security.Cryptography;
using Countersign.Client.Tokens.Stores;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.Client.Stores;

/// <summary>Seals with the keys of ASP.NET Core Data Protection, which change by themselves and that several machines can share.</summary>
/// <param name="provider">The keys.</param>
public sealed class DataProtectionTokenSeal(IDataProtectionProvider provider) : TokenSeal
{
    private const string Purpose = "Countersign.Client.Tokens";

    /// <inheritdoc/>
    protected override byte[] Protect(byte[] octets, string name) => provider.CreateProtector(Purpose, name).Protect(octets);

    /// <inheritdoc/>
    protected override byte[]? Unprotect(byte[] octets, string name)
    {
        try
        {
            return provider.CreateProtector(Purpose, name).Unprotect(octets);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
