using System.Collections.Immutable;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;
using Countersign.Ports;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.Doors;

/// <summary>Where schemes look credentials up: the store, files, issuers. Keeps what watches and asks for as long as the schemes are in use.</summary>
internal sealed class CredentialSources(DoorServices services) : IDisposable
{
    private readonly List<IDisposable> _watched = [];
    private readonly List<IDisposable> _asked = [];
    private readonly Dictionary<string, ITokenJudge> _judges = new(StringComparer.Ordinal);

    /// <summary>The passwords that a scheme takes.</summary>
    /// <param name="scheme">The configured name of the scheme.</param>
    /// <param name="htpasswd">The file of its users; null for those of the store.</param>
    public IPasswordVault Passwords(string scheme, string? htpasswd) => services.Vault(htpasswd is null ? services.StoreUsers : Watch(scheme, htpasswd));

    /// <summary>The secrets of a scheme's htdigest file.</summary>
    public IDigestSecrets Secrets(string scheme, string htdigest)
    {
        var file = Watch(new WatchedHtdigest(htdigest, services.Clock));
        file.Changed += (_, _) => Tell();
        Tell();
        return file;

        void Tell() => this.Tell(scheme, htdigest, file.Failure, file.File?.Problems.Select(problem => (problem.Line, problem.Message)));
    }

    /// <summary>The judge of the tokens that a scheme takes; the same for all that name this scheme, so that they share what was verified.</summary>
    /// <exception cref="IOException">A client's key or a file of authorities can't be read.</exception>
    public ITokenJudge Tokens(string scheme, ImmutableArray<IssuerConfiguration> issuers)
    {
        if (!_judges.TryGetValue(scheme, out var judge))
            _judges.Add(scheme, judge = new IssuerFactory(services, _watched.Add, _asked.Add).Judge(scheme, issuers));
        return judge;
    }

    /// <summary>Stops what watches files; requests of a former configuration go on with what was seen last, and may still ask issuers.</summary>
    public void StopWatching() => _watched.ForEach(watched => watched.Dispose());

    public void Dispose()
    {
        StopWatching();
        _asked.ForEach(asked => asked.Dispose());
    }

    private WatchedHtpasswd Watch(string scheme, string htpasswd)
    {
        var file = Watch(new WatchedHtpasswd(htpasswd, services.Clock));
        file.Changed += (_, _) => Tell();
        Tell();
        return file;

        void Tell() => this.Tell(
            scheme, htpasswd, file.Failure, file.File?.Problems.Where(problem => problem.IsError).Select(problem => (problem.Line, problem.Message)));
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

    private T Watch<T>(T watched)
        where T : IDisposable
    {
        _watched.Add(watched);
        return watched;
    }
}
