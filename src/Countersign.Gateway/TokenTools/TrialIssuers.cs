using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.Gateway.Configuration;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;

namespace Countersign.Gateway.TokenTools;

/// <summary>The keys of a scheme's issuers for one trial: from where the configuration says, or from elsewhere instead.</summary>
internal sealed class TrialIssuers : IDisposable
{
    private readonly List<IDisposable> _open = [];
    private readonly TimeProvider _time;

    /// <summary>Asks nobody yet.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="keys">A file or URL of keys that count instead of the configured ones; null for those.</param>
    /// <param name="time">The clock by which keys are fetched.</param>
    /// <exception cref="IOException">A file can't be used; the message says why.</exception>
    public TrialIssuers(BearerConfiguration scheme, string? keys, TimeProvider time)
    {
        _time = time;
        All = [.. scheme.Issuers.Select(issuer => new TrustedIssuer(issuer.Name, keys is null ? KeysOf(issuer) : Instead(keys), issuer.Rules) { Subjects = issuer.Subjects })];
    }

    public System.Collections.Immutable.ImmutableArray<TrustedIssuer> All { get; }

    public void Dispose() => _open.ForEach(each => each.Dispose());

    private IIssuerKeys KeysOf(IssuerConfiguration issuer)
    {
        if (issuer.Keys is { } file)
            return OfFile(file);
        if (DidKey.Read(issuer.Name, out _) is { } own)
            return new FixedIssuerKeys(own);
        var handler = OutboundHandler.Create(issuer.Authorities);
        return Published(issuer switch
        {
            { JwksUri: { } url } => new JwkSetSource(url, handler, _time),
            { Metadata: null } when issuer.Name.StartsWith("did:web:", StringComparison.Ordinal) => new DidWebSource(issuer.Name, handler, _time),
            _ => new DiscoveredSource(issuer.Name, issuer.Metadata, handler, _time),
        });
    }

    private IIssuerKeys Instead(string keys) =>
        Uri.TryCreate(keys, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? Published(new JwkSetSource(url, OutboundHandler.Create(), _time))
            : OfFile(Path.GetFullPath(keys));

    private FileIssuerKeys OfFile(string path)
    {
        var file = new FileIssuerKeys(path, _time);
        _open.Add(file);
        return file.Failure is { } failure ? throw new IOException($"{path}: {failure}") : file;
    }

    private PublishedIssuerKeys Published(IKeySource source)
    {
        var keys = new PublishedIssuerKeys(source, _time);
        _open.Add(keys);
        return keys;
    }
}
