using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Schemes.ApiKey;
using Countersign.Schemes.Basic;
using Countersign.Schemes.Digest;

namespace Countersign.Gateway.Hosting;

/// <summary>Makes schemes from their configuration, and keeps what watches their files until the next configuration.</summary>
internal sealed class SchemeFactory(GatewayServices services) : IDisposable
{
    private readonly List<IDisposable> _watched = [];

    public IAuthScheme Create(SchemeConfiguration scheme) => scheme switch
    {
        BasicConfiguration basic => new BasicScheme(
            basic.Id, new BasicOptions { Realm = basic.Realm, AllowCleartext = basic.AllowCleartext }, services.Vault(UsersOf(basic))),
        DigestConfiguration digest => new DigestScheme(
            digest.Id, OptionsOf(digest), SecretsOf(digest), services.Ledger, services.Nonces(digest.NonceLifetime), services.Lockout),
        ApiKeyConfiguration key => new ApiKeyScheme(
            key.Id, new ApiKeyOptions { Realm = key.Realm, Header = key.Header, RequireTls = !key.AllowCleartext }, services.Keys),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme.GetType().Name, "A kind of scheme without a factory."),
    };

    public void Dispose() => _watched.ForEach(watched => watched.Dispose());

    private IPasswordSource UsersOf(BasicConfiguration basic)
    {
        if (basic.Htpasswd is not { } path)
            return services.StoreUsers;
        var file = Watch(new WatchedHtpasswd(path, services.Clock));
        file.Changed += (_, _) => Tell();
        Tell();
        return file;

        void Tell()
        {
            if (file.Failure is { } failure)
                services.Log.CredentialFileUnreadable(basic.Id, path, failure);
            foreach (var problem in file.File?.Problems.Where(problem => problem is { IsError: true, Line: > 0 }) ?? [])
                services.Log.CredentialLineWrong(path, problem.Line, problem.Message, basic.Id);
        }
    }

    private WatchedHtdigest SecretsOf(DigestConfiguration digest)
    {
        var path = digest.Htdigest;
        var file = Watch(new WatchedHtdigest(path, services.Clock));
        file.Changed += (_, _) => Tell();
        Tell();
        return file;

        void Tell()
        {
            if (file.Failure is { } failure)
                services.Log.CredentialFileUnreadable(digest.Id, path, failure);
            foreach (var problem in file.File?.Problems ?? [])
                services.Log.CredentialLineWrong(path, problem.Line, problem.Message, digest.Id);
        }
    }

    private static DigestOptions OptionsOf(DigestConfiguration digest) => new()
    {
        Realm = digest.Realm,
        Algorithms = [.. digest.Algorithms.Select(name => DigestAlgorithm.Find(name)!)],
        Qop = digest.Qop,
        Userhash = digest.Userhash,
        Domain = digest.Domain,
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
