using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Client.Telemetry;
using Countersign.Decisions;
using Countersign.Wire;

namespace Countersign.Client;

/// <summary>There are credentials for an origin, and they did not get the request in. Nothing in it is secret.</summary>
public sealed class AuthenticationFailedException : HttpRequestException
{
    private const int MaxContent = 64 * 1024;
    private const int MaxShown = 200;

    private AuthenticationFailedException(string message, Failure failure, HttpStatusCode? status)
        : base(failure.Reason == FailureReason.ProxyTunnelRefused ? HttpRequestError.ProxyTunnelError : HttpRequestError.UserAuthenticationError, message, failure.Cause, status) =>
        Failure = failure;

    /// <summary>Why, as the client sees it.</summary>
    public Failure Failure { get; }

    /// <summary>Why, as the server sees it; null where its answer does not tell.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>The scheme that was used, or would have been; null for none.</summary>
    public string? Scheme { get; private init; }

    /// <summary>Who refused.</summary>
    public Origin Origin { get; private init; }

    /// <summary>Whether that was a proxy on the way, and not the origin of the request.</summary>
    public bool IsOfProxy { get; private init; }

    /// <summary>What the server takes.</summary>
    public ImmutableArray<Challenge> Challenges { get; private init; } = [];

    /// <summary>What the server says of it; null where it says nothing that can be read.</summary>
    public ServerProblem? Problem { get; private init; }

    /// <summary>The answer: status, fields and the first 64 KiB of its content. It is in memory; nothing needs to be disposed.</summary>
    public HttpResponseMessage? Response { get; private init; }

    internal static async Task<AuthenticationFailedException> FromAsync(
        Failure failure, ClientScheme? scheme, RequestLeg leg, HttpResponseMessage response, CancellationToken cancel)
    {
        using (response)
        {
            var content = await ContentOfAsync(response, cancel);
            var problem = response.Content.Headers.ContentType?.MediaType is "application/problem+json" ? ServerProblem.Read(content) : null;
            var challenges = ChallengeField.Read(response.Headers, response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired ? "Proxy-Authenticate" : "WWW-Authenticate")?.Challenges ?? [];
            var refusal = RefusalReading.Of(problem, challenges, scheme?.Name);
            return new(MessageOf(failure, scheme, leg, problem), failure, response.StatusCode)
            {
                Refusal = refusal,
                Scheme = scheme?.Name,
                Origin = leg.Origin,
                IsOfProxy = leg.IsForProxy,
                Challenges = challenges,
                Problem = problem,
                Response = CopyOf(response, content),
            };
        }
    }

    /// <summary>Of a server whose answer can't be read.</summary>
    internal static AuthenticationFailedException Without(Failure failure, RequestLeg leg) =>
        new(MessageOf(failure, null, leg, null), failure, null) { Origin = leg.Origin, IsOfProxy = leg.IsForProxy };

    private static string MessageOf(Failure failure, ClientScheme? scheme, RequestLeg leg, ServerProblem? problem)
    {
        var row = failure.Reason.Row();
        var by = scheme is null ? "" : $" by {scheme.Name}";
        var detail = failure.Detail is { } text ? $" {text}" : "";
        var server = problem is { Title: { } title } ? $" The server says: {Shown(title)}{(PeerReference.Of(problem.Reference) is { } reference ? $" (reference {reference})" : "")}." : "";
        return $"No way {(leg.IsForProxy ? "through" : "in")}{by} at {leg.Origin}: {row.Sentence}{detail}{server} {row.Advice}";
    }

    // Messages end up in logs, where a peer must not write lines of its own.
    private static string Shown(string text) => new([.. text.Take(MaxShown).Select(c => IsShown(c) ? c : ' ')]);

    private static bool IsShown(char c) =>
        !char.IsControl(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format);

    private static async Task<byte[]> ContentOfAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return await Drain.ReadAsync(response.Content, MaxContent, cancel);
        }
        catch (Exception exception) when (Drain.IsOfPeer(exception))
        {
            return [];
        }
    }

    // Without the request, which has the credentials in it.
    private static HttpResponseMessage CopyOf(HttpResponseMessage response, byte[] content)
    {
        var copy = new HttpResponseMessage(response.StatusCode) { ReasonPhrase = response.ReasonPhrase, Version = response.Version, Content = new ByteArrayContent(content) };
        foreach (var (name, values) in response.Headers.NonValidated)
            copy.Headers.TryAddWithoutValidation(name, values);
        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                copy.Content.Headers.TryAddWithoutValidation(name, values);
        }

        return copy;
    }
}
