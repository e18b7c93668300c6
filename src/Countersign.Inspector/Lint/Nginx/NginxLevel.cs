namespace Countersign.Inspector.Lint.Nginx;

/// <summary>A level that requests come to.</summary>
/// <param name="Server">Its server.</param>
/// <param name="Location">The location; null for the server itself.</param>
/// <param name="Scope">What stands there.</param>
internal sealed record NginxLevel(NginxServer Server, NginxLocation? Location, NginxScope Scope)
{
    /// <summary>An address that comes here, as far as its prefix tells.</summary>
    public string Path => Location is { Kind: not (NginxLocationKind.Named or NginxLocationKind.Expression), Text: ['/', ..] and var text } ? text : "/";
}
