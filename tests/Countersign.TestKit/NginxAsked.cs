namespace Countersign.TestKit;

/// <summary>A request and what nginx answers.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The address.</param>
/// <param name="Status">The status; 0 where the connection is closed.</param>
/// <param name="IsUndecided">Whether the files alone do not tell.</param>
/// <param name="Field">A field that is sent with it; null for none.</param>
/// <param name="Value">Its value.</param>
public sealed record NginxAsked(string Method, Uri Url, int Status, bool IsUndecided, string? Field, string? Value)
{
    public override string ToString() => $"{Method} {Url}";
}
