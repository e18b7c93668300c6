using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Intake;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Inspector.Tests.Checks;

/// <summary>What is found in the vectors of credentials, and of answers to bearer tokens.</summary>
public sealed class CredentialsVectorTests
{
    private static readonly Dictionary<string, JsonElement> Basic = Vectors.Load("basic.json").GetProperty("decode").EnumerateArray().ToDictionary(vector => vector.GetProperty("id").GetString()!);

    private static readonly Dictionary<string, JsonElement> Parsing = Vectors.Load("credentials-parsing.json").GetProperty("vectors").EnumerateArray()
        .Where(vector => vector.GetProperty("field_lines").GetArrayLength() == 1).ToDictionary(vector => vector.GetProperty("id").GetString()!);

    private static readonly Dictionary<string, JsonElement> Bearer = Vectors.Load("bearer.json").GetProperty("vectors").EnumerateArray().ToDictionary(vector => vector.GetProperty("id").GetString()!);

    public static TheoryData<string> BasicIds => [.. Basic.Keys];

    public static TheoryData<string> ParsingIds => [.. Parsing.Keys];

    public static TheoryData<string> BearerIds => [.. Bearer.Keys];

    [Theory, MemberData(nameof(BasicIds))]
    public void Finds_what_is_broken_in_Basic_once_and_nothing_in_the_rest(string id)
    {
        var grave = Grave(Basic[id].GetProperty("authorization").GetString()!);

        // Of base64 that decodes all the same, missing padding can be seen.
        if (Basic[id].GetProperty("outcome").GetString() is "malformed" || id == "BD-11")
            Assert.Single(grave);
        else
            Assert.Empty(grave);
    }

    [Theory, MemberData(nameof(ParsingIds))]
    public void Finds_what_is_broken_in_credentials_once_and_nothing_in_the_rest(string id)
    {
        var grave = Grave(Parsing[id].GetProperty("field_lines")[0].GetString()!);

        // These parse, but have no token, a parameter in its place, no scheme, or no answer in them.
        if (Parsing[id].GetProperty("result").GetString() != "ok" || id is "CR-04" or "CR-09" or "CR-16" or "CR-28")
            Assert.Single(grave);
        else
            Assert.Empty(grave);
    }

    [Theory, MemberData(nameof(BearerIds))]
    public void Finds_nothing_wrong_in_the_answers_of_the_vectors(string id)
    {
        var vector = Bearer[id];
        if (vector.GetProperty("www_authenticate").GetString() is not { } challenge)
            return;
        var request = vector.GetProperty("request");
        var findings = Findings(
            request.TryGetProperty("authorization", out var authorization) ? authorization.GetString() : null,
            request.TryGetProperty("query", out var query) ? $"?{query.GetString()}" : "",
            request.TryGetProperty("form", out var form) ? form.GetString()! : "",
            vector.GetProperty("status").GetInt32(),
            challenge);

        // Whether the token reached a place where the server looks for it, the answer alone does not tell; and what the client did is the client's.
        Assert.Empty(findings.Where(finding => finding.Fault != Fault.Client && finding.Severity >= Severity.Warning).Select(finding => finding.Message));
    }

    private static List<Finding> Grave(string authorization) =>
        [.. Findings(authorization, "", "", 400, null).Where(finding => finding.Check.Area == "credentials" && finding.Severity >= Severity.Warning)];

    private static IEnumerable<Finding> Findings(string? authorization, string query, string form, int status, string? challenge)
    {
        var intake = new MessageIntake();
        List<MessageField> fields = [new("Host", "api.example"), new("Content-Type", "application/x-www-form-urlencoded")];
        if (authorization is not null)
            fields.Add(new("Authorization", authorization.Trim(' ', '\t')));
        var exchange = new Exchange
        {
            Index = 0,
            Request = intake.Request("POST", $"/{query}", $"https://api.example/{query}", "HTTP/1.1", fields, System.Text.Encoding.UTF8.GetBytes(form)),
            Response = intake.Response(status, "Refused", "HTTP/1.1", challenge is null ? [] : [new("WWW-Authenticate", challenge)]),
        };
        return Inspection.Of(new() { Source = RecordingSource.RawHttp, Exchanges = [exchange] }).Findings.Where(finding => finding.Check.Area is "challenge" or "basic" or "digest" or "bearer" or "credentials");
    }
}
