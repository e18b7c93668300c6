using System.Text.Json;
using Countersign.Tokens;

namespace Countersign.Inspector.Tokens;

/// <summary>All words about tokens as data, for programs that decode by the same rules where this one does not run.</summary>
internal static class TokenCatalogueJson
{
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("maxLength", JwsReader.MaxLength);
        json.WriteNumber("maxHeaderLength", JwsReader.MaxHeaderLength);
        json.WriteStartObject("faults");
        foreach (var row in TokenFaultCatalogue.All.Select(kind => kind.Row()))
            Write(json, row.Code, row.Sentence, row.Section);
        json.WriteEndObject();
        Write(json, "algorithms", JwsAlgorithm.All.Select(algorithm => algorithm.Name).Append("none").Append("").Select(name => KeyValuePair.Create(name, HeaderWords.OfAlgorithm(name))));
        Write(json, "types", HeaderWords.Types.Append(KeyValuePair.Create("", HeaderWords.UnknownType)));
        Write(json, "header", HeaderWords.Members);
        Write(json, "claims", ClaimWords.Meanings);
        json.WriteStartObject("times");
        foreach (var (name, words) in ClaimWords.Times)
            Write(json, name, words.Past, words.Future);
        json.WriteEndObject();
        Write(json, "words", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["noText"] = HeaderWords.NoText,
            ["wrongType"] = ClaimWords.WrongType,
            ["clientItself"] = ClaimWords.ClientItself,
            ["severalAudiences"] = ClaimWords.SeveralAudiences,
            ["boundToKey"] = ClaimWords.BoundToKey,
            ["boundToCertificate"] = ClaimWords.BoundToCertificate,
            ["boundSomehow"] = ClaimWords.BoundSomehow,
            ["encrypted"] = TokenRemarks.Encrypted,
            ["opaque"] = TokenRemarks.Opaque,
            ["endless"] = TokenRemarks.Endless,
            ["idToken"] = TokenRemarks.IdToken,
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> words)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in words)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, params ReadOnlySpan<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
