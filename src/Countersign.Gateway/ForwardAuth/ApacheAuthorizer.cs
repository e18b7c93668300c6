using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// Apache's mod_authnz_fcgi as a dialect: the request in CGI's parameters (RFC 3875 §4.1), a yes as status 200 with <c>Variable-</c> fields, a refusal as the
/// whole answer. Apache joins the lines of a field and sends content as HTML: challenges and the type travel in fields of their own, which the
/// configured lines put right.
/// </summary>
internal sealed class ApacheAuthorizer(DescribedJudge judge, Func<GatewayState> current, ActivitySource activities)
{
    /// <summary>What precedes the names of variables in Apache.</summary>
    public const string Variable = "COUNTERSIGN_";

    /// <summary>Apache's own parameter for the handshake, which it keeps to itself: set by the configured lines.</summary>
    public const string UpgradeParameter = "COUNTERSIGN_UPGRADE";

    /// <summary>Says that a field came whose name has other characters than letters, digits and hyphens: Apache tells of none, and passes them on.</summary>
    public const string OddParameter = "COUNTERSIGN_ODD_FIELD";

    /// <summary>The challenges, each in a field of its own.</summary>
    public const string ChallengeField = "Countersign-Challenge-";

    /// <summary>The type of the content.</summary>
    public const string TypeField = "Countersign-Content-Type";

    /// <summary>What Apache takes of an answer's content.</summary>
    private const int MostContent = 8000;

    /// <summary>The name of a field's variable.</summary>
    public static string VariableOf(string field) => Variable + field.ToUpperInvariant().Replace('-', '_');

    /// <summary>Judges what a question describes, and writes the answer of the authorizer.</summary>
    public async Task<byte[]> AnswerAsync(FastCgiQuestion question, IPAddress peer, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var state = current();
        using var span = activities.HasListeners() ? activities.StartActivity("forward-auth", ActivityKind.Server) : null;
        var isRead = TryRead(question, out var request, out var fault);
        var fields = FieldsOf(question);
        var described = DescribedContext.Of(request, fields, QuestionFields.In(fields), peer, cancel);
        try
        {
            var judgement = isRead
                ? await judge.JudgeAsync(described, state, started, span)
                : judge.Refuse(new Passage(described.Http, started, span), Refusal.RequestAmbiguous, fault);
            return DescribedJudge.Admits(judgement) ? Admission(state, judgement, described) : await RefusalAsync(described);
        }
        finally
        {
            await described.CompleteAsync();
        }
    }

    private static bool TryRead(FastCgiQuestion question, out DescribedRequest? request, out string fault)
    {
        request = null;
        if (question.Unreadable is { } unreadable)
        {
            fault = $"{unreadable} is not UTF-8";
            return false;
        }

        if (question["REQUEST_METHOD"] is not { Length: > 0 } method || question["REQUEST_URI"] is not { Length: > 0 } target
            || question["HTTP_HOST"] is not { Length: > 0 } host || question["REMOTE_ADDR"] is not { Length: > 0 } address)
        {
            fault = "REQUEST_METHOD, REQUEST_URI, HTTP_HOST or REMOTE_ADDR is missing";
            return false;
        }

        if (question[OddParameter] is not null)
        {
            fault = "a field's name has other characters than letters, digits and hyphens, and Apache would pass it on";
            return false;
        }

        if (!ForwardedReader.TryAddress(address, out var client))
        {
            fault = "REMOTE_ADDR is no address";
            return false;
        }

        var isTls = question["REQUEST_SCHEME"] == "https" || question["HTTPS"] == "on";
        return Description.TryMake(method, target, host, isTls, client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client, out request, out fault);
    }

    /// <summary>The fields of the request. Apache takes none whose name has another character than letters, digits and hyphens into its parameters.</summary>
    private static IHeaderDictionary FieldsOf(FastCgiQuestion question)
    {
        IHeaderDictionary fields = new HeaderDictionary();
        foreach (var (name, value) in question.Values)
        {
            if (name.StartsWith("HTTP_", StringComparison.Ordinal) && name.Length > 5 && value.Length > 0)
                fields[name[5..].Replace('_', '-')] = value;
        }

        if (question["CONTENT_TYPE"] is { Length: > 0 } type)
            fields.ContentType = type;
        fields.Remove("Upgrade");
        if (question[UpgradeParameter] is { Length: > 0 } upgrade)
            fields["Upgrade"] = upgrade;
        return fields;
    }

    private static byte[] Admission(GatewayState state, in Judgement judgement, DescribedContext described)
    {
        var text = new StringBuilder("Status: 200\r\n");
        var fields = UpstreamFields.Of(state.Configuration);
        var told = new HeaderDictionary();
        fields.Tell(told, state, judgement, described.Http.Request.Headers, emptyToo: true);
        foreach (var name in fields.Names)
            Add(text, "Variable-" + VariableOf(name), told[name].ToString());
        if (judgement.Decision.Verdict.Duty is { NeedsContent: false } duty)
            Add(text, "Variable-" + VariableOf(duty.FieldName), duty.Value());
        Add(text, "Variable-" + Variable + "SUBJECT", judgement.Decision.Subject?.Name is { Length: > 0 } subject ? Uri.EscapeDataString(subject) : "-");
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    private static async Task<byte[]> RefusalAsync(DescribedContext described)
    {
        var content = await described.ContentAsync();
        var head = described.Http.Response;
        var text = new StringBuilder();
        Add(text, "Status", head.StatusCode.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, lines) in head.Headers)
        {
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
                continue;
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                Add(text, TypeField, lines.ToString());
            else if (name.Equals("WWW-Authenticate", StringComparison.OrdinalIgnoreCase))
                AddChallenges(text, lines);
            else
                lines.ToList().ForEach(line => Add(text, name, line ?? ""));
        }

        var written = Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
        return content.Length <= MostContent ? [.. written, .. content.Span] : written;
    }

    private static void AddChallenges(StringBuilder text, StringValues lines)
    {
        for (var at = 0; at < lines.Count; at++)
            Add(text, string.Create(CultureInfo.InvariantCulture, $"{ChallengeField}{at + 1}"), lines[at] ?? "");
    }

    private static void Add(StringBuilder text, string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");
}
