using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Countersign.AspNetCore.Intake;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// nginx's auth_request, which knows 2xx, 401 and 403 and makes 500 of everything else, and passes of a 401 its first challenge on and nothing more. Asked at
/// <c>/ask</c> it gets 403 and the whole answer sealed, which it fetches at <c>/answer</c>; asked at the plain address it gets what it understands by itself.
/// </summary>
internal sealed class NginxDialect(SealedAnswers answers) : Dialect
{
    private const string Ask = "/ask";
    private const string Fetch = "/answer";

    public override string Name => "nginx";

    /// <summary>auth_request_set makes an empty variable of a field that is not there.</summary>
    protected override bool MissesAbsentFields => false;

    public override bool Takes(string rest) => rest is "" or Ask or Fetch;

    /// <summary>Whether the question only fetches an answer that was given already.</summary>
    public bool TryFetch(HttpRequest question, string rest, [NotNullWhen(true)] out SealedAnswer? answer)
    {
        answer = null;
        return rest == Fetch && question.Headers[SealedAnswers.Field] is [{ Length: > 0 } text] && answers.TryOpen(text, out answer);
    }

    /// <summary>An address below that of a dialect, as text; a new one only where it is none of nginx's.</summary>
    public static string Known(ReadOnlySpan<char> rest) => rest switch { Ask => Ask, Fetch => Fetch, _ => rest.ToString() };

    public static bool IsFetch(string rest) => rest == Fetch;

    public override bool TryRead(
        HttpRequest question, uint told, string rest, IPAddress proxy, TrustedProxies proxies, [NotNullWhen(true)] out DescribedRequest? request, out string fault) =>
        Description.IsOriginal(told)
            ? Description.TryOriginal(question.Headers, told, proxy, proxies, out request, out fault)
            : Description.TryForwarded(question.Headers, told, proxy, proxies, out request, out fault);

    public override async Task AnswerAsync(HttpContext question, string rest, DescribedContext described)
    {
        if (rest == Fetch)
        {
            await CopyAsync(question, described);
            return;
        }

        var response = question.Response;
        var content = await described.ContentAsync();
        var head = described.Http.Response;
        response.StatusCode = StatusCodes.Status403Forbidden;
        response.ContentLength = 0;
        response.Headers.CacheControl = "no-store";
        if (rest == Ask)
        {
            response.Headers[SealedAnswers.Field] = answers.Seal(head, content) ?? "";
            return;
        }

        CopyFields(head.Headers, response.Headers);
        response.Headers.ContentType = default;
        response.Headers["Countersign-Status"] = head.StatusCode.ToString(CultureInfo.InvariantCulture);
        if (head.StatusCode is not (StatusCodes.Status401Unauthorized or StatusCodes.Status303SeeOther))
            return;
        response.StatusCode = StatusCodes.Status401Unauthorized;
    }

    /// <summary>Gives an answer that was sealed.</summary>
    public static async Task ReplayAsync(HttpContext question, SealedAnswer answer)
    {
        question.Response.StatusCode = answer.Status;
        var fields = new HeaderDictionary();
        foreach (var (name, value) in answer.Fields)
            fields.Append(name, value);
        CopyFields(fields, question.Response.Headers);
        await WriteAsync(question, answer.Content);
    }
}
