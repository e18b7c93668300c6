using System.Collections.Immutable;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Ports;
using Countersign.Schemes.ApiKey;
using Countersign.Schemes.Basic;
using Countersign.Schemes.Bearer;
using Countersign.Schemes.Digest;
using Countersign.Schemes.Dpop;
using Countersign.Schemes.Session;
using Countersign.Tokens.Rules;

namespace Countersign.Gateway.Hosting;

/// <summary>Makes schemes from their configuration, and keeps what watches their files until the next configuration.</summary>
/// <param name="services">What schemes ask.</param>
/// <param name="schemes">All of them.</param>
/// <param name="sessions">Who knows the sessions; null for the store's own.</param>
internal sealed class SchemeFactory(GatewayServices services, ImmutableArray<SchemeConfiguration> schemes, ISessions? sessions = null) : IDisposable
{
    private readonly List<IDisposable> _watched = [];
    private readonly List<IDisposable> _asked = [];
    private readonly Dictionary<string, ITokenJudge> _judges = new(StringComparer.Ordinal);

    public IAuthScheme Create(SchemeConfiguration scheme) => scheme switch
    {
        BasicConfiguration basic => new BasicScheme(
            basic.Id, new BasicOptions { Realm = basic.Realm, AllowCleartext = basic.AllowCleartext }, services.Vault(UsersOf(basic))),
        DigestConfiguration digest => new DigestScheme(
            digest.Id, OptionsOf(digest), SecretsOf(digest), services.Ledger, services.Nonces(digest.NonceLifetime), services.Lockout),
        ApiKeyConfiguration key => new ApiKeyScheme(
            key.Id, new ApiKeyOptions { Realm = key.Realm, Header = key.Header, RequireTls = !key.AllowCleartext }, services.Keys),
        BearerConfiguration bearer => new BearerScheme(
            bearer.Id, OptionsOf(bearer), JudgeOf(bearer), services.Clock),
        DpopConfiguration dpop => new DpopScheme(
            dpop.Id, OptionsOf(dpop), JudgeOf(TokensOf(dpop)), services.Proofs, services.ProofNonces, services.Clock),
        SessionConfiguration session => new SessionScheme(session.Id, OptionsOf(session), sessions ?? services.Sessions, services.Clock),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme.GetType().Name, "A kind of scheme without a factory."),
    };

    /// <summary>Bearer and DPoP over the same issuers share what was verified.</summary>
    public ITokenJudge JudgeOf(BearerConfiguration bearer)
    {
        if (!_judges.TryGetValue(bearer.Id, out var judge))
            _judges.Add(bearer.Id, judge = new IssuerFactory(services, _watched.Add, _asked.Add).Judge(bearer));
        return judge;
    }

    /// <summary>Stops what watches files; requests of a former configuration go on with what was seen last, and may still ask issuers.</summary>
    public void StopWatching() => _watched.ForEach(watched => watched.Dispose());

    public void Dispose()
    {
        StopWatching();
        _asked.ForEach(asked => asked.Dispose());
    }

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

    private IPasswordSource UsersOf(BasicConfiguration basic)
    {
        if (basic.Htpasswd is not { } path)
            return services.StoreUsers;
        var file = Watch(new WatchedHtpasswd(path, services.Clock));
        file.Changed += (_, _) => Tell();
        Tell();
        return file;

        void Tell() => this.Tell(
            basic.Id, path, file.Failure, file.File?.Problems.Where(problem => problem.IsError).Select(problem => (problem.Line, problem.Message)));
    }

    private WatchedHtdigest SecretsOf(DigestConfiguration digest)
    {
        var file = Watch(new WatchedHtdigest(digest.Htdigest, services.Clock));
        file.Changed += (_, _) => Tell();
        Tell();
        return file;

        void Tell() => this.Tell(digest.Id, digest.Htdigest, file.Failure, file.File?.Problems.Select(problem => (problem.Line, problem.Message)));
    }

    /// <summary>Says what keeps people out; a problem of line 0 is one of the whole file.</summary>
    internal void Tell(string scheme, string path, string? failure, IEnumerable<(int Line, string Message)>? problems)
    {
        if (failure is not null)
            services.Log.CredentialFileUnreadable(scheme, path, failure);
        foreach (var (line, message) in problems ?? [])
        {
            if (line > 0)
                services.Log.CredentialLineWrong(path, line, message, scheme);
            else
                services.Log.CredentialFileWrong(path, message, scheme);
        }
    }

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

    private T Watch<T>(T watched)
        where T : IDisposable
    {
        _watched.Add(watched);
        return watched;
    }
}
