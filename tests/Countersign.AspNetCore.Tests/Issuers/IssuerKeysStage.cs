using System.Collections.Concurrent;
using Countersign.AspNetCore.Issuers;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.AspNetCore.Tests.Issuers;

/// <summary>Keys of an issuer that publishes an old one, and changes them when a test says so.</summary>
public abstract class IssuerKeysStage : IDisposable
{
    private protected static readonly SigningKey Old = ImaginedIssuer.Signer("old");
    private protected static readonly SigningKey New = ImaginedIssuer.Signer("new");

    private protected readonly TurnedClock _clock = new();
    private protected readonly ImaginedIssuer _issuer = new();
    private protected readonly ConcurrentQueue<IssuerKeysNews> _news = [];
    private protected readonly PublishedIssuerKeys _keys;

    private protected IssuerKeysStage()
    {
        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(Old));
        _keys = _issuer.KeysAt(_clock, _news.Enqueue);
    }

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _keys.Dispose();
        GC.SuppressFinalize(this);
    }
}
