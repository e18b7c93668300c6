using System.Text;
using Countersign.AspNetCore.Intake;
using Countersign.Gateway.Routing;
using Countersign.Schemes.Bearer;
using Countersign.Wire;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Forwarding;

/// <summary>Takes tokens out of the query and the form of an admitted request, as Authorization is taken off (CONTRACT 11).</summary>
internal static class TokenParameters
{
    // They told of the content that came.
    private static readonly string[] Digests = ["Content-Digest", "Repr-Digest", "Digest", "Content-MD5"];

    /// <summary>The query that goes on. A token in the content is gone with it.</summary>
    public static string Consume(HttpContext context, CompiledRoute route, HttpRequestFacts facts)
    {
        ConsumeForm(context, facts);
        var query = facts.Canonical.Query;
        if (!route.TakesTokensInQuery || query.Length == 0)
            return query;
        var rest = FormParameters.Without(query[1..], BearerScheme.TokenParameter);
        return rest.Length == 0 ? "" : "?" + rest;
    }

    /// <summary>What was not read for a token has none that was taken.</summary>
    private static void ConsumeForm(HttpContext context, HttpRequestFacts facts)
    {
        if (facts.Content is not { Content: { IsEmpty: false } content })
            return;
        var form = Encoding.Latin1.GetString(content.Span);
        var rest = FormParameters.Without(form, BearerScheme.TokenParameter);
        if (rest.Length == form.Length)
            return;
        var request = context.Request;
        request.Body = new MemoryStream(Encoding.Latin1.GetBytes(rest), writable: false);
        if (request.ContentLength is not null)
            request.ContentLength = rest.Length;
        foreach (var field in Digests)
            request.Headers.Remove(field);
    }
}
