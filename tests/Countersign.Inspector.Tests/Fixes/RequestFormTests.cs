using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes;
using Countersign.Inspector.Reading;
using Xunit;

namespace Countersign.Inspector.Tests.Fixes;

public sealed class RequestFormTests
{
    private const string Get = "GET /orders?page=2 HTTP/1.1\nHost: api.example\nUser-Agent: curl/8.0\nAccept: application/json\nAuthorization: Basic YW5uYTpib2I=\n\nHTTP/1.1 401 Unauthorized\n";

    [Theory]
    [InlineData("curl", "Basic", "curl \\\n  --basic --user \"$USERNAME:$PASSWORD\" \\\n  --header 'Accept: application/json' \\\n  'https://api.example/orders?page=2'")]
    [InlineData("curl", "Bearer", "curl \\\n  --header \"Authorization: Bearer $TOKEN\" \\\n  --header 'Accept: application/json' \\\n  'https://api.example/orders?page=2'")]
    [InlineData("httpie", "Digest", "http --ignore-stdin \\\n  --auth-type digest --auth \"$USERNAME:$PASSWORD\" \\\n  GET 'https://api.example/orders?page=2' \\\n  Accept:application/json")]
    [InlineData("http file", "Bearer", "GET https://api.example/orders?page=2\nAccept: application/json\nAuthorization: Bearer {{TOKEN}}")]
    public void Every_form_says_the_same_request(string name, string scheme, string expected) =>
        Assert.Equal(expected, RequestForm.All.Single(form => form.Name == name).Write(Revised(Get, new RequestChange(RequestChangeKind.Authenticate, scheme))));

    [Fact]
    public void What_is_changed_stands_in_the_diff_and_no_secret_does()
    {
        var revised = Revised(Get, new(RequestChangeKind.Authenticate, "Bearer"), new(RequestChangeKind.SetMethod, "HEAD"), new(RequestChangeKind.RemoveField, "Accept"));

        Assert.Equal(["- Authorization: Basic ***", "+ Authorization: Bearer ...", "- GET", "+ HEAD", "- Accept: application/json"], revised.Diff);
        Assert.All(RequestForm.All, form => Assert.DoesNotContain("YW5uYTpib2I=", form.Write(revised), StringComparison.Ordinal));
    }

    [Fact]
    public void Another_address_may_be_written_as_a_path_of_the_first()
    {
        var revised = Revised(Get, new(RequestChangeKind.SetUrl, "target", "/orders"), new(RequestChangeKind.SetUrl, "target", "https://api.example/orders?page=2"));

        Assert.Equal("https://api.example/orders", revised.Url.AbsoluteUri);
        Assert.Equal(["- https://api.example/orders?page=2", "+ https://api.example/orders"], revised.Diff);
    }

    [Fact]
    public void Credentials_that_clients_encode_themselves_are_asked_for_as_name_and_password() =>
        Assert.Contains("--basic --user \"$USERNAME:$PASSWORD\"", new CurlForm().Write(Revised(Get, new RequestChange(RequestChangeKind.SetField, "Authorization", "Basic $CREDENTIALS"))), StringComparison.Ordinal);

    [Fact]
    public void A_variable_stays_one_in_every_form()
    {
        var revised = Revised(Get, new RequestChange(RequestChangeKind.SetField, "X-API-Key", "$KEY"));

        string[] expected = ["--header 'X-API-Key: '\"$KEY\"", "X-API-Key:\"$KEY\"", "X-API-Key: {{KEY}}", "TryAddWithoutValidation(\"X-API-Key\", \"\" + Environment.GetEnvironmentVariable(\"KEY\"))"];

        Assert.All(RequestForm.All.Zip(expected), each => Assert.Contains(each.Second, each.First.Write(revised), StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_changed_is_sent_again_its_secrets_as_variables()
    {
        var revised = Revised("GET /a HTTP/1.1\nHost: api.example\nAuthorization: Bearer abcdefghijklmnop123\nCookie: sid=abcdef0123456789\nX-Api-Key: abcdef0123456789\n\nHTTP/1.1 401 No\n", new RequestChange(RequestChangeKind.SetField, "Cache-Control", "no-cache"));

        Assert.Equal(["+ Cache-Control: no-cache"], revised.Diff);
        Assert.All(["--header \"Authorization: Bearer $TOKEN\"", "'Cookie: '\"$COOKIE\"", "'X-Api-Key: '\"$KEY\""], part => Assert.Contains(part, new CurlForm().Write(revised), StringComparison.Ordinal));
        Assert.All(RequestForm.All, form => Assert.DoesNotContain("***", form.Write(revised), StringComparison.Ordinal));
    }

    [Fact]
    public void Credentials_stay_behind_where_another_host_is_asked() =>
        Assert.Null(Revised(Get, new RequestChange(RequestChangeKind.SetUrl, "target", "https://other.example/")).Scheme);

    [Fact]
    public void What_a_stranger_wrote_does_not_reach_into_the_environment()
    {
        var revised = Revised("GET /a HTTP/1.1\nHost: api.example\nX-A: $AWS_SECRET_ACCESS_KEY\n\nHTTP/1.1 401 No\n");

        Assert.All(RequestForm.All, form => Assert.DoesNotContain("\"$AWS_SECRET", form.Write(revised).Replace("TryAddWithoutValidation(\"X-A\", \"$AWS", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Contains("'X-A: $AWS_SECRET_ACCESS_KEY'", RequestForm.All[0].Write(revised), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_stranger_wrote_stays_a_word_of_the_shell_and_a_string_of_the_program()
    {
        var revised = Revised("POST /a HTTP/1.1\nHost: api.example\nX-A: '; rm -rf \"$HOME\" \\\nContent-Type: text/plain\nContent-Length: 2\n\nhi\nHTTP/1.1 401 No\n");

        Assert.Contains("'X-A: '\\''; rm -rf \"$HOME\" \\'", RequestForm.All[0].Write(revised), StringComparison.Ordinal);
        Assert.Contains("\"'; rm -rf \\\"$HOME\\\" \\\\\"", RequestForm.All[3].Write(revised), StringComparison.Ordinal);
    }

    private static RevisedRequest Revised(string transcript, params RequestChange[] changes) =>
        RevisedRequest.Of(RawHttpReader.Read(transcript).Exchanges[0].Request!, [.. changes])!;
}
