namespace Countersign.Client.Tests.Proxies;

/// <summary>A message as it arrived at a proxy.</summary>
/// <param name="Connection">The number of the connection it came over, from 1.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">The request target, as it stands on the wire.</param>
/// <param name="Fields">The fields.</param>
/// <param name="Content">The content.</param>
internal sealed record ProxySeen(int Connection, string Method, string Target, IReadOnlyDictionary<string, string> Fields, string Content)
{
    public string? ProxyAuthorization => Field("Proxy-Authorization");

    public string? Authorization => Field("Authorization");

    public string? Field(string name) => Fields.GetValueOrDefault(name);
}
