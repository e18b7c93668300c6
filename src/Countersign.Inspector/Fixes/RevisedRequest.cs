using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Fixes;

/// <summary>A request as the caller should send it: the recorded one with its changes. Secrets are not in it; where one belongs, its place is named.</summary>
public sealed record RevisedRequest
{
    // What clients write by themselves, and must.
    private static readonly ImmutableHashSet<string> OfClients = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Host", "Connection", "Content-Length", "Transfer-Encoding", "Accept-Encoding", "User-Agent", "Keep-Alive", "Upgrade-Insecure-Requests", "Proxy-Connection", "TE", "Priority", "DNT");

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>Where it goes.</summary>
    public required Uri Url { get; init; }

    /// <summary>The fields that the caller has to set, credentials excepted.</summary>
    public ImmutableArray<RevisedField> Fields { get; init; } = [];

    /// <summary>By which scheme to answer the server's challenge; null for none.</summary>
    public string? Scheme { get; init; }

    /// <summary>By which scheme to answer the proxy's challenge; null for none.</summary>
    public string? ProxyScheme { get; init; }

    /// <summary>The media type of its content; null where it has none.</summary>
    public string? ContentType { get; init; }

    /// <summary>What is changed, line by line, as in a diff: <c>-</c> for what goes, <c>+</c> for what comes.</summary>
    public ImmutableArray<string> Diff { get; init; } = [];

    /// <summary>Applies changes to a recorded request; null where its address is not known.</summary>
    public static RevisedRequest? Of(RecordedRequest request, ImmutableArray<RequestChange> changes)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Url is not { } url)
            return null;
        var revised = new RevisedRequest
        {
            Method = request.Method,
            Url = WithoutUserinfo(url),
            Fields = [.. request.Fields.Lines.Where(IsCallers).Select(RevisedField.Of)],
            ContentType = request.Content is { IsEmpty: true, Length: null or 0 } ? null : request.Fields.First("Content-Type") ?? "application/octet-stream",
        };
        return changes.Aggregate(revised, (current, change) => current.With(change, request)).WithKept(request, changes);
    }

    // What is not changed is sent again: a request without its credentials is another one. To another host they don't go.
    private RevisedRequest WithKept(RecordedRequest original, ImmutableArray<RequestChange> changes)
    {
        string? Kept(CredentialsPlace place, string name) =>
            Array.Exists([.. changes], change => change.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ? null : original.Credentials.FirstOrDefault(shown => shown.Place == place)?.Scheme;

        return this with
        {
            Scheme = Scheme ?? (Url.Host == original.Url!.Host ? Kept(CredentialsPlace.Authorization, "Authorization") : null),
            ProxyScheme = ProxyScheme ?? Kept(CredentialsPlace.ProxyAuthorization, "Proxy-Authorization"),
        };
    }

    private static bool IsCallers(MessageField field) =>
        !OfClients.Contains(field.Name) && !field.Name.StartsWith("Sec-", StringComparison.OrdinalIgnoreCase) && !field.Name.StartsWith(':') && !field.Is("Content-Type") && !IsCredentials(field.Name);

    private static bool IsCredentials(string name) => name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase);

    private static Uri WithoutUserinfo(Uri url) => url.UserInfo.Length == 0 ? url : new UriBuilder(url) { UserName = "", Password = "" }.Uri;

    private RevisedRequest With(RequestChange change, RecordedRequest original) => change.Kind switch
    {
        RequestChangeKind.SetMethod => this with { Method = change.Name, Diff = Diff.Add($"- {original.Method}").Add($"+ {change.Name}") },
        RequestChangeKind.SetUrl when Uri.TryCreate(original.Url, change.Value, out var url) && url != original.Url => this with { Url = url, Diff = Diff.Add($"- {original.Url}").Add($"+ {url}") },
        RequestChangeKind.RemoveField => Without(change.Name) with { Diff = [.. Diff, .. Gone(change.Name, original)] },
        RequestChangeKind.SetField when SchemeIn(change) is { } scheme => With(new(change.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? RequestChangeKind.Authenticate : RequestChangeKind.AuthenticateToProxy, scheme), original),
        RequestChangeKind.SetField => Without(change.Name) with { Fields = [.. Without(change.Name).Fields, RevisedField.Of(change.Name, change.Value ?? "")], Diff = [.. Diff, .. Gone(change.Name, original), $"+ {change.Name}: {change.Value}"] },
        RequestChangeKind.Authenticate => this with { Scheme = change.Name, Diff = [.. Diff, .. Gone("Authorization", original), $"+ Authorization: {change.Name} ..."] },
        RequestChangeKind.AuthenticateToProxy => this with { ProxyScheme = change.Name, Diff = [.. Diff, .. Gone("Proxy-Authorization", original), $"+ Proxy-Authorization: {change.Name} ..."] },
        _ => this,
    };

    // "Basic $CREDENTIALS": clients write these by themselves from a name and a password.
    private static string? SchemeIn(RequestChange change) => IsCredentials(change.Name) && change.Value?.Split(' ') is [var scheme, ['$', ..]] ? scheme : null;

    private RevisedRequest Without(string name) => this with { Fields = Fields.RemoveAll(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) };

    private static IEnumerable<string> Gone(string name, RecordedRequest original) => original.Fields.All(name).Select(value => $"- {name}: {value}");
}
