namespace Countersign.Cli.Capturing;

/// <summary>Where a tunnel leads that is listened to.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Authority">The host and port, as CONNECT named them.</param>
internal sealed record TunnelTarget(string Scheme, string Authority)
{
    /// <summary>The authority as addresses have it: without the port that goes without saying.</summary>
    public string Bare => Scheme == Uri.UriSchemeHttps && Authority.EndsWith(":443", StringComparison.Ordinal) ? Authority[..^4] : Scheme == Uri.UriSchemeHttp && Authority.EndsWith(":80", StringComparison.Ordinal) ? Authority[..^3] : Authority;
}
