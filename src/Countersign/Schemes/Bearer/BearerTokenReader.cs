using System.Text;
using Countersign.AccessTokens;
using Countersign.Decisions;
using Countersign.Wire;

namespace Countersign.Schemes.Bearer;

/// <summary>Finds the token: in Authorization, and wherever else the operator lets it come (RFC 6750 §2).</summary>
internal sealed class BearerTokenReader(BearerOptions options)
{
    /// <summary>The largest form that is looked into, in octets: four times the largest token.</summary>
    public const int LargestForm = 64 << 10;

    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>How much of the content has to be read before it can be told whether a token came; 0 for none of it.</summary>
    public int ContentToRead(RequestFacts request) =>
        options.TokenInForm && (request.IsTls || options.AllowCleartext) && IsForm(request) ? LargestForm : 0;

    /// <summary>Whether a token came. One in a form that could not be read counts as come: nobody can say that it did not.</summary>
    public bool IsPresented(Credentials? authorization, RequestFacts request) =>
        TokenField.IsOf(BearerScheme.SchemeName, authorization)
        || (options.TokenInQuery && InQuery(request, out _) > 0)
        || (options.TokenInForm && (InForm(request, out _) > 0 || (request.Content is { Content: null } && IsForm(request))));

    /// <summary>The token of a request, or why it has not exactly one.</summary>
    public string? Read(Credentials? authorization, RequestFacts request, out Verdict fault)
    {
        fault = default;
        if (options.TokenInForm && request.Content is { Content: null } unread && IsForm(request))
            return Refuse(unread.Refusal ?? Refusal.ProtectionUnavailable, unread.Evidence, out fault);
        string? query = null, form = null;
        var inField = TokenField.IsOf(BearerScheme.SchemeName, authorization) ? 1 : 0;
        var inQuery = options.TokenInQuery ? InQuery(request, out query) : 0;
        var inForm = options.TokenInForm ? InForm(request, out form) : 0;
        if (inField + inQuery + inForm > 1)
            return Refuse(Refusal.BearerMalformed, $"Several tokens came: {Times(inField, "in Authorization")}{Times(inQuery, "in the query")}{Times(inForm, "in the form")}"[..^2] + ".", out fault);
        if (inField == 1)
            return authorization!.Token68 ?? Refuse(Refusal.BearerMalformed, "There are parameters where the token should be.", out fault);

        // What could not stand in the field is no token here either (RFC 6750 §2.1).
        var token = query ?? form;
        return token is not null && WireChars.IsToken68(token)
            ? token
            : Refuse(Refusal.BearerMalformed, "The access_token has an octet that no token has, or is not well percent-encoded.", out fault);
    }

    /// <summary>Whether the query has a token though none is taken there. Of contents that are not read nothing is known.</summary>
    public bool IsOverlooked(RequestFacts request) => !options.TokenInQuery && InQuery(request, out _) > 0;

    private static int InQuery(RequestFacts request, out string? token)
    {
        token = null;
        var mark = request.Target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? 0 : FormParameters.Count(request.Target.AsSpan(mark + 1), BearerScheme.TokenParameter, out token);
    }

    private static int InForm(RequestFacts request, out string? token)
    {
        token = null;
        return request.Content is { Content: { IsEmpty: false } content } && IsForm(request)
            ? FormParameters.Count(Encoding.Latin1.GetString(content.Span), BearerScheme.TokenParameter, out token)
            : 0;
    }

    // RFC 6750 §2.2: a single part, not encoded once more, with a method that gives the content a meaning; never GET.
    private static bool IsForm(RequestFacts request)
    {
        if (request.Method is not ("POST" or "PUT" or "PATCH") || request.Field("Content-Type") is not { } type || request.FieldCount("Content-Encoding") > 0)
            return false;
        return type.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) && (type.Length == FormType.Length || type[FormType.Length] is ';' or ' ' or '\t');
    }

    private static string Times(int count, string where) => count switch
    {
        0 => "",
        1 => $"{where}, ",
        _ => $"{count} {where}, ",
    };

    private static string? Refuse(Refusal refusal, string? evidence, out Verdict fault)
    {
        fault = Verdict.Refuse(refusal, evidence);
        return null;
    }
}
