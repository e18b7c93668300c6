using Countersign.AspNetCore.Assertions;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Forwarding;

/// <summary>Tells the upstream who the subject is by a signed word. Whatever the client sent under its name is gone by then.</summary>
internal sealed class SubjectAssertions : IDisposable
{
    private readonly string _header;
    private readonly AssertionKeys _keys;
    private readonly AssertionWriter _writer;

    /// <exception cref="StoreUnavailableException">There is no key to sign by, and none can be made.</exception>
    public SubjectAssertions(AssertionConfiguration configuration, SigningKeyStore keys, TimeProvider clock, ILogger log)
    {
        var options = new AssertionOptions(configuration.Issuer)
        {
            Lifetime = configuration.Lifetime,
            Algorithm = configuration.Algorithm,
            Rotate = configuration.Rotate,
        };
        _header = configuration.Header;
        _keys = new AssertionKeys(keys, options, clock, log.SigningKeyKept);
        _writer = new AssertionWriter(options, _keys, clock);
    }

    /// <summary>Sets the assertion where the upstream wants one and somebody was recognised.</summary>
    public void Set(IHeaderDictionary headers, Upstream upstream, in Decision decision)
    {
        if (upstream.Configuration.Assertion is { } audience && decision is { Subject: { } subject, Scheme: { } scheme })
            headers[_header] = _writer.For(subject, scheme.Id, audience);
    }

    /// <summary>The document of the keys.</summary>
    public ReadOnlyMemory<byte> PublicKeys() => _keys.PublicSet();

    public void Dispose() => _keys.Dispose();
}
