using System.Collections.Immutable;
using System.Text.Json;

namespace Countersign.Tokens.Rules;

/// <summary>Reads claims of any name as texts.</summary>
public static class ClaimValues
{
    /// <summary>
    /// The values of a claim: a text is itself, a list each of its members, numbers and truth values as they are written. Empty when the claim is not there,
    /// is null or an object, or an <c>email</c> that was not verified. A name with dots is first looked for as it is (names are often addresses) and then as a
    /// path into objects. The claims remember what was found: the next time costs no reading.
    /// </summary>
    public static ImmutableArray<string> Of(JwtClaims claims, string name)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(name);
        if (claims.Read is { } read && read.TryFind(name, out var known))
            return known;
        var isThere = TryFind(claims, name, out var value) && !EmailVerification.IsLacking(claims, name);

        // That a plain name is not there is seen at once each time.
        if (!isThere && !name.Contains('.', StringComparison.Ordinal))
            return [];
        ImmutableArray<string> values = isThere ? Texts(value) : [];
        if (claims.Read is var former and (null or { HasRoom: true }))
            claims.Read = new(name, values, former);
        return values;
    }

    private static bool TryFind(JwtClaims claims, string name, out JsonElement value)
    {
        if (claims.TryGet(name, out value))
            return true;
        if (!name.Contains('.', StringComparison.Ordinal))
            return false;
        var steps = name.Split('.');
        if (!claims.TryGet(steps[0], out value))
            return false;
        foreach (var step in steps.AsSpan(1))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
                return false;
        }

        return true;
    }

    private static ImmutableArray<string> Texts(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return Text(value) is { } only ? [only] : [];
        var texts = ImmutableArray.CreateBuilder<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (Text(item) is { } text)
                texts.Add(text);
        }

        return texts.DrainToImmutable();
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
