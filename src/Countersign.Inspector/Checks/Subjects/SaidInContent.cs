using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks.Subjects;

/// <summary>The codes and sentences of a refusal's content, in JSON, XML or as they are.</summary>
/// <param name="Codes">The codes, what says most first.</param>
/// <param name="Sentences">What is said to people.</param>
/// <param name="Page">A page or a text; null where the content is data.</param>
internal sealed partial record SaidInContent(List<string> Codes, List<string> Sentences, string? Page)
{
    // Lists of errors are short where they are meant to be read.
    private const int MaxItems = 8;

    private static readonly string[] CodeNames = ["code", "Code", "error_code", "errorCode", "status", "__type", "reason", "type", "error"];
    private static readonly string[] SentenceNames = ["error_description", "message", "Message", "detail", "details", "errorSummary", "msg", "error", "title", "reason"];

    /// <summary>What is said to people beyond the status; null for nothing.</summary>
    public string? Telling => Sentences.Find(text => text.Contains(' ', StringComparison.Ordinal) && !Seen.Find(SaysNothing(), text).Success);

    public static SaidInContent Of(RecordedResponse response)
    {
        var said = new SaidInContent([], [], Page: null);
        if (response.Content.IsEmpty)
            return said;
        if (JsonContent.Anyway(response) is { } json)
        {
            said.AddError(json);
            Add(json, SentenceNames, said.Sentences);
            Add(json, CodeNames, said.Codes);
            return said;
        }

        var text = Seen.Beginning(response);
        if (text.AsSpan().TrimStart("\uFEFF \t\r\n").StartsWith("<") && (Seen.Find(CodeElement(), text), Seen.Find(MessageElement(), text)) is var (code, message) && (code.Success || message.Success))
        {
            if (code.Success)
                said.Codes.Add(code.Groups["text"].Value);
            foreach (var part in new[] { message, Seen.Find(DetailElement(), text) })
            {
                if (part.Success)
                    said.Sentences.Add(part.Groups["text"].Value);
            }

            return said;
        }

        return said with { Page = text };
    }

    // What stands deeper says more: details and errors before the error that has them.
    private void AddError(JsonElement json)
    {
        var error = JsonContent.Member(json, "error") is { ValueKind: JsonValueKind.Object } inner ? inner : json;
        foreach (var list in new[] { "details", "errors" })
        {
            if (JsonContent.Member(error, list) is not { ValueKind: JsonValueKind.Array } items)
                continue;
            foreach (var item in items.EnumerateArray().Take(MaxItems))
            {
                if (item.ValueKind == JsonValueKind.String && JsonContent.TextOf(item) is { } text)
                    Sentences.Add(text);
                Add(item, ["reason", "code"], Codes);
                Add(item, ["message", "detail"], Sentences);
            }
        }

        if (error.ValueKind == JsonValueKind.Object && JsonContent.Member(json, "error") is { ValueKind: JsonValueKind.Object })
        {
            if (JsonContent.Member(error, "innererror") is { } cause)
                Add(cause, ["code"], Codes);
            Add(error, CodeNames, Codes);
            Add(error, SentenceNames, Sentences);
        }
    }

    private static void Add(JsonElement from, string[] names, List<string> to)
    {
        foreach (var name in names)
        {
            if (JsonContent.Text(from, name) is { Length: > 0 } text)
                to.Add(text);
        }
    }

    [GeneratedRegex(@"^\W*([1-5]\d\d)?\W*(error\W*)?(unauthori[sz]ed|unauthenticated|forbidden|access (is )?denied|authentication (is )?required|not authori[sz]ed|permission denied|bad request)?\W*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SaysNothing();

    [GeneratedRegex(@"<(\w+:)?Code>\s*(?<text>[^<]{1,64}?)\s*</", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CodeElement();

    [GeneratedRegex(@"<(\w+:)?Message>\s*(?<text>[^<]{1,600}?)\s*</", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex MessageElement();

    [GeneratedRegex(@"<AuthenticationErrorDetail>\s*(?<text>[^<]{1,600}?)\s*</", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DetailElement();
}
