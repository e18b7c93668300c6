using System.Diagnostics.CodeAnalysis;
using System.Net;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>How a kind of proxy asks about a request, and which answers it understands.</summary>
internal abstract class Dialect
{
    /// <summary>Says that the request is let in. Proxies that can look for it do: whatever else answers in the gateway's place says no such thing.</summary>
    public const string DecisionField = "Countersign-Decision";

    /// <summary>Its name, in the configuration and in the address.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a field that is not there would leave the client's own value standing; if not, only those that say something are sent.</summary>
    protected virtual bool MissesAbsentFields => true;

    /// <summary>Whether it is asked at an address below its own, which begins with a slash.</summary>
    public virtual bool Takes(string rest) => rest.Length == 0;

    /// <summary>Reads the request that a question is about; what tells of it came as <see cref="QuestionFields"/> say.</summary>
    public virtual bool TryRead(
        HttpRequest question, uint told, string rest, IPAddress proxy, TrustedProxies proxies, [NotNullWhen(true)] out DescribedRequest? request, out string fault) =>
        Description.TryForwarded(question.Headers, told, proxy, proxies, out request, out fault);

    /// <summary>Lets the request in.</summary>
    public virtual void Admit(HttpContext question, UpstreamFields fields, GatewayState state, in Judgement judgement, IHeaderDictionary request)
    {
        var headers = question.Response.Headers;
        fields.Tell(headers, state, judgement, request, MissesAbsentFields);
        if (judgement.Decision.Verdict.Duty is { NeedsContent: false } duty)
            headers[duty.FieldName] = FieldOctets.Of(duty.Value());
        headers[DecisionField] = "admit";
        headers.CacheControl = "no-store";
        question.Response.StatusCode = StatusCodes.Status200OK;
        question.Response.ContentLength = 0;
    }

    /// <summary>Answers in the gateway's own words: a refusal, or what it serves itself.</summary>
    public abstract Task AnswerAsync(HttpContext question, string rest, DescribedContext described);

    /// <summary>Copies an answer whole.</summary>
    protected static async Task CopyAsync(HttpContext question, DescribedContext described)
    {
        var content = await described.ContentAsync();
        var response = question.Response;
        response.StatusCode = described.Http.Response.StatusCode;
        CopyFields(described.Http.Response.Headers, response.Headers);
        await WriteAsync(question, content);
    }

    /// <summary>
    /// Copies an answer for a proxy that knows a yes by its status alone. A preflight or a document would be one, and let the request through unjudged: these are
    /// to be asked of the gateway itself, as the snippets have it.
    /// </summary>
    protected static Task CopyUnlessYesAsync(HttpContext question, DescribedContext described)
    {
        if (described.Http.Response.StatusCode is < 200 or > 299)
            return CopyAsync(question, described);
        question.Response.StatusCode = StatusCodes.Status403Forbidden;
        question.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>Copies the fields of an answer that belong to no connection.</summary>
    protected static void CopyFields(IHeaderDictionary from, IHeaderDictionary to)
    {
        foreach (var (name, lines) in from)
        {
            if (!IsOfConnection(name))
                to[name] = lines;
        }
    }

    /// <summary>Writes content that may be none: the question is a GET even where the request was not.</summary>
    protected static async Task WriteAsync(HttpContext question, ReadOnlyMemory<byte> content)
    {
        var response = question.Response;
        if (response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
            return;
        response.ContentLength = content.Length;
        if (content.Length > 0 && question.Request.Method != "HEAD")
            await response.Body.WriteAsync(content, question.RequestAborted);
    }

    private static bool IsOfConnection(string name) =>
        name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || name.Equals("Connection", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);
}
