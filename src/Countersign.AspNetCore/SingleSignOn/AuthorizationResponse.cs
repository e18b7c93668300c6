using Countersign.Wire;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>What a provider sends back with the browser (RFC 6749 §4.1.2): a code, or why there is none. Nothing in it is believed before its state is.</summary>
internal sealed record AuthorizationResponse(string? State, Secret? Code, string? Error, string? Issuer)
{
    /// <summary>Reads a query; null with the reason when a parameter is there twice (RFC 6749 §3.1) or unsound.</summary>
    public static AuthorizationResponse? Read(string query, out string? fault)
    {
        var text = query.StartsWith('?') ? query[1..] : query;
        fault = null;
        var (state, code, error, issuer) = (Take("state", ref fault), Take("code", ref fault), Take("error", ref fault), Take("iss", ref fault));
        return fault is null ? new(state, code is null ? null : new(code), error, issuer) : null;

        string? Take(string name, ref string? fault)
        {
            var count = FormParameters.Count(text, name, out var value);
            if (count > 1)
                fault ??= $"The answer has '{name}' {count} times.";
            else if (count == 1 && value is null)
                fault ??= $"The answer's '{name}' is not well encoded.";
            return value;
        }
    }
}
