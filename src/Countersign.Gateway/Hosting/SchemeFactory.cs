using System.Collections.Immutable;
using Countersign.AspNetCore.Doors;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Ports;
using Countersign.Schemes.ApiKey;
using Countersign.Schemes.Basic;
using Countersign.Schemes.Bearer;
using Countersign.Schemes.Digest;
using Countersign.Schemes.Dpop;
using Countersign.Schemes.Session;

namespace Countersign.Gateway.Hosting;

/// <summary>Makes schemes from their configuration.</summary>
/// <param name="services">What all schemes share.</param>
/// <param name="sources">Where they look credentials up.</param>
/// <param name="schemes">The schemes of the configuration.</param>
/// <param name="sessions">Who knows the sessions; null for the store's own.</param>
internal sealed class SchemeFactory(GatewayServices services, CredentialSources sources, ImmutableArray<SchemeConfiguration> schemes, ISessions? sessions = null)
{
    public IAuthScheme Create(SchemeConfiguration scheme) => scheme switch
    {
        BasicConfiguration basic => new BasicScheme(
            basic.Id, new BasicOptions { Realm = basic.Realm, AllowCleartext = basic.AllowCleartext }, sources.Passwords(basic.Id, basic.Htpasswd)),
        DigestConfiguration digest => new DigestScheme(
            digest.Id, OptionsOf(digest), sources.Secrets(digest.Id, digest.Htdigest), services.Ledger, services.Nonces(digest.NonceLifetime), services.Lockout),
        ApiKeyConfiguration key => new ApiKeyScheme(
            key.Id, new ApiKeyOptions { Realm = key.Realm, Header = key.Header, RequireTls = !key.AllowCleartext }, services.Keys),
        BearerConfiguration bearer => new BearerScheme(
            bearer.Id, OptionsOf(bearer), sources.Tokens(bearer.Id, bearer.Issuers), services.Clock),
        DpopConfiguration dpop => new DpopScheme(
            dpop.Id, OptionsOf(dpop), sources.Tokens(dpop.Tokens, TokensOf(dpop).Issuers), services.Proofs, services.ProofNonces, services.Clock),
        SessionConfiguration session => new SessionScheme(session.Id, OptionsOf(session), sessions ?? services.Sessions, services.Clock),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme.GetType().Name, "A kind of scheme without a factory."),
    };

    private BearerConfiguration TokensOf(DpopConfiguration dpop) => schemes.OfType<BearerConfiguration>().First(bearer => bearer.Id == dpop.Tokens);

    private static BearerOptions OptionsOf(BearerConfiguration bearer) => new()
    {
        Realm = bearer.Realm,
        AllowCleartext = bearer.AllowCleartext,
        TokenInForm = bearer.TokenInForm,
        TokenInQuery = bearer.TokenInQuery,
    };

    private static SessionOptions OptionsOf(SessionConfiguration session) => new()
    {
        Realm = session.Realm,
        Origins = session.Origins,
        AllowCleartext = session.AllowCleartext,
    };

    private static DpopOptions OptionsOf(DpopConfiguration dpop) => new()
    {
        Realm = dpop.Realm,
        AllowCleartext = dpop.AllowCleartext,
        NeedsNonce = dpop.Nonces,
        Proofs = new() { Algorithms = dpop.Algorithms, Window = dpop.Window },
    };

    private static DigestOptions OptionsOf(DigestConfiguration digest) => new()
    {
        Realm = digest.Realm,
        Algorithms = [.. digest.Algorithms.Select(name => DigestAlgorithm.Find(name)!)],
        Qop = digest.Qop,
        Userhash = digest.Userhash,
        Domain = digest.Domain,
        Opaque = digest.Opaque,
        MaxContent = digest.MaxContent,
        AllowCleartext = digest.AllowCleartext,
    };
}
