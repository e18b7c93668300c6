using Countersign.AspNetCore.Admission;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Forwarding;

/// <summary>What the hand-off knows of a request on its way to the upstream: its canonical target and what its answer owes.</summary>
internal sealed class ForwardedExchange
{
    public required string Path { get; init; }

    /// <summary>The query with its question mark, or empty.</summary>
    public required string Query { get; init; }

    public ResponseDuty? Duty { get; init; }

    /// <summary>The route's CORS rules; null when the upstream answers for itself.</summary>
    public CorsRules? Cors { get; init; }

    public static ForwardedExchange Of(HttpContext context) => context.Features.Get<ForwardedExchange>()!;

    public void AttachTo(HttpContext context) => context.Features.Set(this);

    /// <summary>The target for the upstream. A prefix is taken off at a segment's end alone.</summary>
    public string PathAndQuery(string? stripPrefix)
    {
        if (stripPrefix is null || !Path.StartsWith(stripPrefix, StringComparison.Ordinal))
            return Query.Length == 0 ? Path : Path + Query;
        var rest = Path.AsSpan(stripPrefix.TrimEnd('/').Length);
        if (rest.Length > 0 && rest[0] != '/')
            return Path + Query;
        return string.Concat(rest.Length == 0 ? "/" : rest, Query);
    }

    /// <summary>Sets the fields that the answer owes: the scheme's, and CORS of the route instead of the upstream's (CONTRACT 7).</summary>
    public void Finish(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (Duty is { NeedsContent: false })
            headers[Duty.FieldName] = Duty.Value();
        else if (Duty is not null)
            DigestingBody.Of(context)?.Begin();
        if (Cors is not null)
            CorsRules.Replace(headers, Cors.For(context.Request));
    }
}
