using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Intake;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Inspector.Tests.Checks;

/// <summary>What is found in the vectors of challenges, and where.</summary>
public sealed class ChallengeVectorTests
{
    private static readonly Dictionary<string, JsonElement> All =
        Vectors.Load("challenge-parsing.json").GetProperty("vectors").EnumerateArray().ToDictionary(vector => vector.GetProperty("id").GetString()!);

    // What matters most of a fault of the reader is said by these.
    private static readonly Dictionary<string, string[]> Owners = new(StringComparer.Ordinal)
    {
        ["realm-not-quoted"] = ["challenge/realm-unquoted"],
        ["bws-around-equals"] = ["challenge/space-around-equals"],
        ["basic-charset-not-utf8"] = ["basic/charset"],
        ["basic-realm-missing"] = ["basic/realm-missing"],
        ["duplicate-param"] = ["challenge/repeated-parameter"],
        ["needless-quoted-pair"] = ["challenge/swallowed-backslash"],
        ["obs-text-in-value"] = ["challenge/non-ascii"],
        ["unknown-scheme"] = ["challenge/unregistered-scheme"],
        ["multiple-challenges-on-one-line"] = ["challenge/several-on-a-line", "challenge/unknown-first"],
        ["digest-missing-required"] = ["digest/required-missing"],
        ["digest-qop-missing"] = ["digest/qop-missing"],
        ["digest-must-quote"] = ["digest/quoting"],
        ["digest-must-not-quote"] = ["digest/quoting"],
        ["bearer-no-params"] = ["bearer/no-parameter"],
        ["bearer-bad-scope-chars"] = ["bearer/characters"],
        ["bearer-bad-error-chars"] = ["bearer/characters"],
        ["empty-list-element"] = ["challenge/empty-element"],
        ["no-challenge"] = ["challenge/missing"],
        ["challenge-split-across-lines"] = ["challenge/split-over-lines"],
        ["quoted-string-spans-field-lines"] = ["challenge/split-over-lines"],
    };

    public static TheoryData<string> Ids => [.. All.Keys];

    public static TheoryData<string> Valid => [.. All.Where(vector => vector.Value.GetProperty("parses").GetBoolean()).Select(vector => vector.Key)];

    public static TheoryData<string> Broken => [.. All.Where(vector => !vector.Value.GetProperty("parses").GetBoolean()).Select(vector => vector.Key)];

    [Theory, MemberData(nameof(Valid))]
    public void Finds_nothing_wrong_in_what_is_right(string id)
    {
        var codes = Codes(id).Where(code => code is not ("unknown-scheme" or "multiple-challenges-on-one-line"));
        if (!codes.Any())
            Assert.Empty(Grave(id));
    }

    [Theory, MemberData(nameof(Valid))]
    public void Names_what_the_reader_notes(string id)
    {
        var found = Found(id).Select(finding => finding.Check.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var code in Codes(id))
        {
            if (IsSaidOtherwise(id, code))
                continue;
            Assert.Contains(Owners[code], found.Contains);
        }
    }

    [Theory]
    [InlineData("CP-048", "digest/quoting", 29)]
    [InlineData("CP-058", "challenge/syntax", 5)]
    [InlineData("CP-083", "challenge/syntax", 12)]
    [InlineData("CP-084", "challenge/syntax", 12)]
    [InlineData("CP-085", "challenge/syntax", 12)]
    [InlineData("CP-086", "challenge/unescaped-quote", 17)]
    [InlineData("CP-087", "challenge/missing-comma", 17)]
    [InlineData("CP-088", "challenge/missing-comma", 29)]
    [InlineData("CP-089", "challenge/unquoted-value", 16)]
    [InlineData("CP-090", "challenge/unquoted-value", 17)]
    [InlineData("CP-091", "challenge/syntax", 5)]
    [InlineData("CP-092", "challenge/syntax", 6)]
    [InlineData("CP-093", "challenge/syntax", 0)]
    [InlineData("CP-094", "challenge/syntax", 0)]
    [InlineData("CP-095", "challenge/syntax", 5)]
    [InlineData("CP-096", "challenge/syntax", 5)]
    [InlineData("CP-097", "challenge/syntax", 0)]
    [InlineData("CP-098", "challenge/unquoted-value", 7)]
    [InlineData("CP-099", "challenge/syntax", 4)]
    [InlineData("CP-100", "challenge/token68-and-parameters", 9)]
    [InlineData("CP-101", "challenge/syntax", 14)]
    [InlineData("CP-102", "challenge/syntax", 11)]
    [InlineData("CP-103", "challenge/token68-and-parameters", 8)]
    [InlineData("CP-104", "challenge/syntax", 5)]
    [InlineData("CP-105", "challenge/syntax", 4)]
    [InlineData("CP-106", "challenge/syntax", 10)]
    [InlineData("CP-107", "challenge/syntax", 4)]
    [InlineData("CP-108", "challenge/unquoted-value", 7)]
    [InlineData("CP-109", "challenge/unquoted-value", 30)]
    [InlineData("CP-110", "challenge/unquoted-value", 17)]
    [InlineData("CP-111", "challenge/unquoted-value", 50)]
    [InlineData("CP-112", "challenge/control-character", 14)]
    [InlineData("CP-113", "challenge/control-character", 14)]
    [InlineData("CP-114", "challenge/control-character", 14)]
    [InlineData("CP-115", "challenge/control-character", 14)]
    [InlineData("CP-116", "challenge/syntax", 1)]
    [InlineData("CP-117", "challenge/unquoted-value", 6)]
    [InlineData("CP-118", "challenge/syntax", 17)]
    [InlineData("CP-119", "challenge/syntax", 18)]
    [InlineData("CP-120", "challenge/syntax", 4)]
    [InlineData("CP-121", "challenge/unquoted-value", 6)]
    [InlineData("CP-122", "challenge/syntax", 9)]
    [InlineData("CP-123", "challenge/missing-comma", 16)]
    public void Finds_what_is_broken_once_and_shows_where(string id, string check, int start)
    {
        var finding = Assert.Single(Grave(id));

        Assert.Equal(check, finding.Check.Id);
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Equal(start, finding.Evidence[0].Start);
        if (id != "CP-048")
            Assert.Equal(All[id].GetProperty("error_offset_in_combined_value").GetInt32(), finding.Evidence[0].Start);
    }

    [Fact]
    public void Every_broken_vector_is_looked_at() =>
        Assert.Equal(Broken.Select(row => row.Data).Order(StringComparer.Ordinal),
            typeof(ChallengeVectorTests).GetMethod(nameof(Finds_what_is_broken_once_and_shows_where))!.GetCustomAttributesData().Where(data => data.AttributeType == typeof(InlineDataAttribute))
                .Select(data => (string)((System.Collections.ObjectModel.ReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)[0].Value!).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Ids))]
    public void Shows_no_place_outside_of_what_it_shows(string id) =>
        Assert.All(Found(id).SelectMany(finding => finding.Evidence), evidence => Assert.True(evidence.Start <= evidence.Text.Length && evidence.Start + evidence.Length <= evidence.Text.Length));

    private static bool IsSaidOtherwise(string id, string code) => (id, code) switch
    {
        // What lacks its quotes is no scheme, everybody knows NTLM, commas alone are no challenge, and Digest without anything is not wanting for qop first.
        ("CP-049", "unknown-scheme" or "multiple-challenges-on-one-line") => true,
        ("CP-030" or "CP-065", "unknown-scheme") => true,
        ("CP-061", "empty-list-element") => true,
        ("CP-042", "digest-qop-missing") => true,
        _ => false,
    };

    private static IEnumerable<string> Codes(string id) => All[id].GetProperty("lint").EnumerateArray().Select(code => code.GetString()!);

    private static IEnumerable<Finding> Grave(string id) => Found(id).Where(finding => finding.Severity >= Severity.Warning);

    private static IEnumerable<Finding> Found(string id)
    {
        // The request shows credentials, so that what the challenge says of errors is in order; how strong a scheme is, and what else there was to say, is not these vectors' matter.
        var intake = new MessageIntake();
        var lines = All[id].GetProperty("field_lines").EnumerateArray().Select(line => new MessageField("WWW-Authenticate", line.GetString()!.Trim(' ', '\t')));
        var scheme = Countersign.Wire.ChallengeReader.Read([.. lines.Select(line => line.Value)]).Challenges is [{ Scheme: "Bearer" or "DPoP" or "Digest" } first, ..] ? first.Scheme : "Basic";
        var exchange = new Exchange
        {
            Index = 0,
            Request = intake.Request("GET", "/", "https://api.example/", "HTTP/1.1", [new("Authorization", scheme == "Basic" ? "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" : $"{scheme} mF_9.B5f-4.1JqM"), new("DPoP", "a.b.c")]),
            Response = intake.Response(lines.Any(line => line.Value.Contains("insufficient_scope", StringComparison.Ordinal)) ? 403 : 401, "Refused", "HTTP/1.1", [.. lines]),
        };
        return Inspection.Of(new() { Source = RecordingSource.RawHttp, Exchanges = [exchange] }).Findings
            .Where(finding => finding.Check.Area is "challenge" or "basic" or "digest" or "bearer" && finding.Check.Id is not ("digest/only-md5" or "bearer/error-missing"));
    }
}
