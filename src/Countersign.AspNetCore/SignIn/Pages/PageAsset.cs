using System.Security.Cryptography;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>A file of a theme.</summary>
/// <param name="Name">Its name, which is its address too.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Content">Its octets.</param>
internal sealed record PageAsset(string Name, string Type, ReadOnlyMemory<byte> Content)
{
    /// <summary>Changes with the content, so that browsers may keep what they have.</summary>
    public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Content.Span).AsSpan(0, 8));
}
