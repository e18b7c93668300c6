using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Words;
using Countersign.Decisions;
using Countersign.Schemes.Digest;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Countersign.AspNetCore.Doors;

/// <summary>Finds everything that is wrong with the options of a door, at once and before it serves.</summary>
internal sealed class DoorRules(IHostEnvironment environment) : IValidateOptions<CountersignOptions>
{
    public ValidateOptionsResult Validate(string? name, CountersignOptions options)
    {
        List<string> problems = [.. Whole(options), .. options.Schemes.SelectMany(scheme => Scheme(scheme, options)), .. options.Policies.SelectMany(policy => Policy(policy, options))];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Whole(CountersignOptions options)
    {
        if (StoreFault(options.Store) is { } fault)
            yield return $"the store: {fault}";
        foreach (var network in options.TrustedProxies.Where(text => ValueRules.Network(text) is null))
            yield return $"the trusted proxies: '{network}' is neither an address nor a network";
        foreach (var twice in Twice(options.Schemes.Select(scheme => scheme.Name)))
            yield return $"the scheme '{twice}' is added twice";
        if (options.Schemes.OfType<SessionSchemeOptions>().ToList() is [var first, var second, ..] && first.Name != second.Name)
            yield return $"the scheme '{second.Name}' is a second one of sessions: name '{first.Name}' in policies instead, since people have one session, whatever they ask for";
        foreach (var twice in Twice(options.Policies.Select(policy => policy.Name)))
            yield return $"the policy '{twice}' is added twice";
        if (options.DefaultPolicy is { } named && options.Policies.TrueForAll(policy => policy.Name != named))
            yield return $"the policy '{named}', which is to hold by default, does not exist{NearestName.Meant(named, options.Policies.Select(policy => policy.Name))}";
        if (options.Limits is { AttemptsPerName: < 1 } or { PasswordWorkers: < 1 } or { PasswordQueue: < 1 } or { RefusalsPerMinute: < 0 } || options.Limits.AttemptsWindow <= TimeSpan.Zero)
            yield return "the limits have one that is too small";
        if (options.Journal.Retention <= TimeSpan.Zero || options.Journal.MaxRows < 1)
            yield return "the journal keeps nothing";
    }

    private IEnumerable<string> Scheme(SchemeOptions scheme, CountersignOptions options)
    {
        var faults = scheme switch
        {
            BasicSchemeOptions { Htpasswd: { } file } => FileFaults(file),
            DigestSchemeOptions digest => Digest(digest),
            ApiKeySchemeOptions key => ApiKey(key),
            BearerSchemeOptions bearer => Bearer(bearer),
            SessionSchemeOptions session => SessionRules.Faults(session, environment.ContentRootPath),
            DpopSchemeOptions dpop => Dpop(dpop, options.Schemes.OfType<BearerSchemeOptions>().Select(bearer => bearer.Name)),
            _ => [],
        };
        if (!ValueRules.IsToken(scheme.Name))
            faults = faults.Prepend("its name is none: use letters, digits and hyphens");
        if (scheme.Realm.Length == 0 || !ValueRules.IsFieldValue(scheme.Realm))
            faults = faults.Append("its realm is empty or has a control character");
        return faults.Select(fault => $"the scheme '{scheme.Name}': {fault}");
    }

    private IEnumerable<string> Digest(DigestSchemeOptions digest)
    {
        var faults = digest.Htdigest.Length == 0 ? ["it has no Htdigest file"] : FileFaults(digest.Htdigest);
        foreach (var unknown in digest.Algorithms.Where(algorithm => DigestAlgorithm.Find(algorithm) is null))
            faults = faults.Append($"the algorithm '{unknown}' is unknown{NearestName.Meant(unknown, DigestAlgorithm.All.Select(algorithm => algorithm.Name))}");
        if (digest.NonceLifetime <= TimeSpan.Zero)
            faults = faults.Append("its nonces have no lifetime");
        return digest.Algorithms.All(algorithm => DigestAlgorithm.Find(algorithm) is not null) ? faults.Concat(DoorSchemes.OptionsOf(digest).Faults()) : faults;
    }

    private static IEnumerable<string> ApiKey(ApiKeySchemeOptions key)
    {
        if (!ValueRules.IsToken(key.Header))
            yield return $"'{key.Header}' is not a field name";
        else if (!ValueRules.IsFreeToUse(key.Header))
            yield return $"the field {key.Header} has a meaning of its own and cannot carry keys";
    }

    private IEnumerable<string> Bearer(BearerSchemeOptions bearer)
    {
        if (bearer.Issuers.Count == 0)
            yield return "it has no issuer, so that nobody could get in: AddIssuer";
        foreach (var twice in Twice(bearer.Issuers.Select(issuer => issuer.Name)))
            yield return $"the issuer {twice} is added twice";
        foreach (var issuer in bearer.WithoutAudience)
            yield return $"the issuer {issuer} has no audience: name what its tokens are for, or write any";
        if (bearer.Issuers.Count(issuer => issuer.Introspection is not null) > 1)
            yield return "more than one issuer is to be asked about tokens, which do not say whose they are";
        foreach (var issuer in bearer.Issuers)
        {
            if (issuer.Keys is null && ValueRules.IssuerFault(issuer.Name, issuer.JwksUri is not null) is { } fault)
                yield return $"the issuer '{issuer.Name}' {fault}";
            if (issuer.Keys is null && issuer.Rules.Algorithms.Any(each => each.IsSymmetric))
                yield return $"the issuer {issuer.Name}: HMAC needs a secret that is shared with it, in a file of Keys; published ones are for everybody";
            if (issuer.Rules.Algorithms.FirstOrDefault(each => !each.IsSupported) is { } algorithm)
                yield return $"the issuer {issuer.Name}: this system has no {algorithm}";
            foreach (var missing in new[] { issuer.Keys, issuer.Authorities, issuer.Introspection?.Client.Key }.OfType<string>().SelectMany(FileFaults))
                yield return $"the issuer {issuer.Name}: {missing}";
        }
    }

    private static IEnumerable<string> Dpop(DpopSchemeOptions dpop, IEnumerable<string> bearers)
    {
        if (!bearers.Contains(dpop.Tokens))
            yield return $"there is no bearer scheme '{dpop.Tokens}'{NearestName.Meant(dpop.Tokens, bearers)}";
        if (dpop.Window <= TimeSpan.Zero)
            yield return "its window is too small";
    }

    private static IEnumerable<string> Policy(PolicyOptions policy, CountersignOptions options)
    {
        var faults = new List<string>();
        var known = options.Schemes.Where(scheme => policy.Schemes.Contains(scheme.Name)).ToArray();
        if (policy.IsClosed && policy.Schemes.Count > 0)
            faults.Add("it lets nobody in, and yet names schemes");
        else if (!policy.IsClosed && policy.Schemes.Count == 0)
            faults.Add("it names no scheme: write AnyOf(...), or Deny()");
        foreach (var unknown in policy.Schemes.Where(scheme => options.Schemes.TrueForAll(other => other.Name != scheme)))
            faults.Add($"there is no scheme '{unknown}'{NearestName.Meant(unknown, options.Schemes.Select(scheme => scheme.Name))}");
        foreach (var twice in Twice(policy.Schemes))
            faults.Add($"it names the scheme '{twice}' twice");
        foreach (var address in policy.NamedEmails.Where(text => !EmailAddress.Is(text)))
            faults.Add($"'{address}' is no plain e-mail address");
        foreach (var domain in policy.NamedEmailDomains.Where(text => !EmailAddress.IsDomain(text)))
            faults.Add($"'{domain}' is no domain of e-mail addresses: write example.org, without @ and wildcards");
        if (policy.Unauthenticated == UnauthenticatedAnswer.Login && known.Length > 0 && !known.Any(scheme => scheme is SessionSchemeOptions))
            faults.Add("it sends people to sign in, and takes no session");
        foreach (var network in policy.NamedNetworks.Where(text => ValueRules.Network(text) is null))
            faults.Add($"'{network}' is neither an address nor a network");
        if (known.Length > 0 && policy.NamedGroups.Count > 0 && policy.NamedUsers.Count + policy.NamedEmails.Count + policy.NamedEmailDomains.Count == 0 && !known.Any(scheme => scheme.HasGroups))
            faults.Add("it wants groups, and none of its schemes knows any");
        if (known.Length > 0 && policy.NeededScopes.Count > 0 && !known.Any(scheme => scheme.GrantsScopes))
            faults.Add("it wants scopes, and none of its schemes grants any");
        if (known.Length > 0 && (policy.NamedRoles.Count > 0 || policy.Claims.Count > 0 || policy.SignInNeeded is not null) && !known.Any(scheme => scheme.HasClaims))
            faults.Add("it wants roles, claims or a way of signing in, of which none of its schemes tells");
        return faults.Select(fault => $"the policy '{policy.Name}': {fault}");
    }

    private IEnumerable<string> FileFaults(string file)
    {
        var path = Path.GetFullPath(file, environment.ContentRootPath);
        return File.Exists(path) ? [] : [$"there is no file {path}"];
    }

    private string? StoreFault(string store)
    {
        try
        {
            _ = Door.AddressOf(store, environment.ContentRootPath);
            return null;
        }
        catch (StoreUnavailableException fault)
        {
            return fault.Message;
        }
    }

    private static IEnumerable<string> Twice(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()).Select(group => group.Key);
}
