using System.Security.Cryptography;
using System.Text;
using Countersign.Client.Discovery;
using Countersign.Client.Failures;
using Countersign.Wire;

namespace Countersign.Client.Tokens.SignIns;

/// <summary>What the browser brings back (RFC 6749 §4.1.2). Nothing in it is believed before its state and its issuer are.</summary>
internal static class AuthorizationAnswer
{
    private const int MaxWords = 200;

    /// <summary>The code, or why there is none.</summary>
    /// <param name="answer">The address that the server sent the browser back to.</param>
    /// <param name="state">The state of the request.</param>
    /// <param name="server">Who was asked.</param>
    public static (Secret? Code, Failure? Failure) Read(Uri answer, string state, AuthorizationServer server)
    {
        var query = answer.Query.StartsWith('?') ? answer.Query[1..] : answer.Query;
        foreach (var name in (ReadOnlySpan<string>)["state", "iss", "code", "error"])
        {
            if (FormParameters.Count(query, name, out var value) is var count && (count > 1 || (count == 1 && value is null)))
                return (null, new(FailureReason.SignInRefused, $"The answer has {name} more than once, or not well encoded (RFC 6749 §3.1)."));
        }

        FormParameters.Count(query, "state", out var returned);
        if (returned is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(returned), Encoding.UTF8.GetBytes(state)))
            return (null, new(FailureReason.SignInRefused, "The answer is not to this request (state)."));
        if (WhyNotFrom(server, query) is { } mixUp)
            return (null, mixUp);

        if (FormParameters.Count(query, "error", out var error) > 0)
        {
            FormParameters.Count(query, "error_description", out var description);
            return (null, new(FailureReason.SignInRefused, $"{server.Issuer}: {Printed(error!)}{(description is null ? "" : $": {Printed(description)}")}."));
        }

        return FormParameters.Count(query, "code", out var code) == 1 ? (new Secret(code!), null) : (null, new(FailureReason.SignInRefused, "The answer has no code."));
    }

    // RFC 9207 §2.4: compared letter by letter; who says that it names itself, always does.
    private static Failure? WhyNotFrom(AuthorizationServer server, string query)
    {
        if (FormParameters.Count(query, "iss", out var issuer) > 0)
            return issuer == server.Issuer ? null : new(FailureReason.IssuerMismatch, $"{server.Issuer} was asked, and the answer is of {Printed(issuer!)}.");
        return server.Metadata.NamesItselfInResponses ? new(FailureReason.IssuerMismatch, $"The answer does not say that it is of {server.Issuer}, which says so always.") : null;
    }

    private static string Printed(string text) => string.Concat(text.Take(MaxWords).Select(each => each is >= ' ' and <= '~' ? each : '?'));
}
