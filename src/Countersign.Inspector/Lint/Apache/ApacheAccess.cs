using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>The rules of a request's layers as httpd merges them, and what they make of it.</summary>
internal sealed class ApacheAccess
{
    private readonly ApacheServer _server;
    private readonly Dictionary<string, Directive> _last = new(StringComparer.OrdinalIgnoreCase);

    public ApacheAccess(ApacheServer server, IEnumerable<ApacheLayer> layers)
    {
        _server = server;
        foreach (var layer in layers)
            Add(layer);
    }

    /// <summary>What <c>Require</c> says; null where nothing does.</summary>
    public AuthorizationRule? Authorization { get; private set; }

    /// <summary>The layer that had the last word on it.</summary>
    public ApacheLayer? AuthorizedBy { get; private set; }

    /// <summary>What Order, Allow, Deny and Satisfy say.</summary>
    public HostRules? Hosts { get; private set; }

    /// <summary>A block whose condition nobody here can tell, with rules of access in it.</summary>
    public Directive? Condition { get; private set; }

    /// <summary>How people sign in; null for not at all.</summary>
    public Directive? AuthType => Last("AuthType") is { } type && !TextOf(type).Equals("None", StringComparison.OrdinalIgnoreCase) ? type : null;

    /// <summary>The last of a name.</summary>
    public Directive? Last(string name) => _last.GetValueOrDefault(name);

    public static string TextOf(Directive? directive) => directive?.Arguments is [var first, ..] ? first.Text : "";

    /// <summary>What becomes of a request.</summary>
    public (Access Access, int? Status, string Reason, ImmutableArray<Directive> By) Decide(ApacheRequest request)
    {
        if (Condition is not null)
            return (Access.NotDecided, null, "it depends on a condition that only a request decides", [Condition]);
        var allows = Hosts is null ? true : Hosts.Allows(request);
        var any = Hosts?.SatisfyAny(request.Method);
        if (any is not null && allows == true)
            return (Access.Open, null, "Satisfy Any lets in whom the address alone lets in, and no Deny keeps anybody out", [any, .. Authorized()]);
        if (any is null && allows == false)
            return (Access.Refused, 403, "the address is denied", [.. Hosts!.Directives.Select(each => each.Directive)]);
        if (allows is null)
            return (Access.NotDecided, null, "it depends on variables", [.. Hosts!.Directives.Select(each => each.Directive)]);
        if (Authorization is null)
        {
            return AuthType is { } type && _server.IsWhole ? (Access.Failing, 500, "AuthType is set and nothing is required, which httpd takes for a mistake", [type])
                : _server.IsWhole || any is not null ? (Access.Open, null, "nothing is required", [])
                : (Access.NotDecided, null, "nothing in these files says who may", []);
        }

        return Authorization.Ask(request) switch
        {
            AuthorizationAnswer.Granted when !Authorization.IsFor(request.Method) => (Access.Open, null, $"what is required is not required of {request.Method}", Authorized()),
            AuthorizationAnswer.Granted => (Access.Open, null, "it is granted", Authorized()),
            AuthorizationAnswer.DeniedWithoutUser => Ask(request),
            AuthorizationAnswer.Unknown => (Access.NotDecided, null, "it depends on a condition that only a request decides", Authorized()),
            _ => (Access.Refused, 403, "it is denied to all", Authorized()),
        };
    }

    private (Access, int?, string, ImmutableArray<Directive>) Ask(ApacheRequest request)
    {
        if (AuthType is not { } type)
            return (Access.Failing, 500, "a user is required and there is no AuthType to sign in by", [.. Last("AuthType") is { } none ? [none] : ImmutableArray<Directive>.Empty, .. Authorized()]);
        ImmutableArray<Directive> by = [type, .. Last("AuthName") is { } named ? [named] : ImmutableArray<Directive>.Empty, .. Authorized()];
        var kind = TextOf(type).ToLowerInvariant();
        if (kind is "basic" or "digest" or "form" && !_server.Reader.Modules.Has("auth_" + kind))
            return (Access.Failing, 500, $"the module for AuthType {TextOf(type)} is not loaded", by);
        if (kind is "basic" or "digest" && Last("AuthName") is null)
            return (Access.Failing, 500, "AuthType has no AuthName", by);
        if (kind == "form" && Last("AuthFormLoginRequiredLocation") is { } page)
            return (Access.Challenged, 302, "whoever has not signed in is sent to sign in", [.. by, page]);
        return (Access.Challenged, kind is "basic" or "digest" or "form" ? 401 : null, "a user is required", by);
    }

    private ImmutableArray<Directive> Authorized() => Authorization is null ? [] : [.. Authorization.Leaves.Select(rule => rule.Directive).OfType<Directive>()];

    private void Add(ApacheLayer layer)
    {
        foreach (var each in layer.Directives)
        {
            _last[each.Name] = each;
            if (ApacheReader.Is(each, "<If") && each.Descendants().Any(IsRule))
                Condition = each;
        }

        Hosts = HostRules.Of(layer.Directives, _server.Reader) ?? Hosts;
        var own = AuthorizationRule.Of(layer.Directives, _server.Reader);
        var merging = layer.Find("AuthMerging") is { } said ? TextOf(said) : null;
        if (own is null && merging is null)
            return;
        var isJoined = merging is not null && !merging.Equals("Off", StringComparison.OrdinalIgnoreCase) && Authorization is not null;
        if (isJoined && own is not null)
            Authorization = new(null, merging!.Equals("Or", StringComparison.OrdinalIgnoreCase) ? AuthorizationJoin.Any : AuthorizationJoin.All, [Authorization!, own]);
        else if (!isJoined)
            Authorization = own;
        AuthorizedBy = layer;
    }

    private static bool IsRule(Directive each) =>
        ApacheReader.Is(each, "Require") || ApacheReader.Is(each, "AuthType") || ApacheReader.Is(each, "Satisfy") || ApacheReader.Is(each, "Deny") || ApacheReader.Is(each, "Allow");
}
