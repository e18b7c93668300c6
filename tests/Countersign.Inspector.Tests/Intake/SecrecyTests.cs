using System.Text;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Tests.Reading;
using Xunit;

namespace Countersign.Inspector.Tests.Intake;

/// <summary>Secrets are planted wherever they stand in the world, in every format: none is found anywhere in the recording.</summary>
public sealed class SecrecyTests
{
    // As a passphrase, as a key, as base64 with padding, and short.
    public static readonly string[] Secrets = ["planted-secret-4711", "Zk9xQ2mW7pL4tR8v", "cGxhbnRlZHNlY3JldDE=", "p1anted!"];

    public static TheoryData<string> Targets => [.. Planting.Targets];

    public static TheoryData<string> RequestFields => [.. Planting.RequestFields];

    public static TheoryData<string> ResponseFields => [.. Planting.ResponseFields];

    public static TheoryData<string, string> Contents => [.. Planting.Contents];

    public static TheoryData<string> SampleNames => [.. Samples.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_target_gives_its_secret_away(string target) => Holds(secret => Planting.Written(Planting.Plant(target, Uri.EscapeDataString(secret)), [], "", [], ""));

    [Theory]
    [MemberData(nameof(RequestFields))]
    public void No_field_of_a_request_gives_its_secret_away(string field) => Holds(secret => Planting.Written("/", [Planting.Plant(field, secret)], "", [], ""));

    [Theory]
    [MemberData(nameof(ResponseFields))]
    public void No_field_of_an_answer_gives_its_secret_away(string field) => Holds(secret => Planting.Written("/", [], "", [Planting.Plant(field, secret)], ""));

    [Theory]
    [MemberData(nameof(Contents))]
    public void No_content_gives_its_secret_away(string type, string content) => Holds(secret =>
    {
        string[] fields = type.Length == 0 ? [] : [$"Content-Type: {type}"];
        var planted = Planting.Plant(content, secret.Replace("=", "", StringComparison.Ordinal));
        return Planting.Written("/", fields, planted, fields, planted);
    }, secret => secret.Replace("=", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("Bearer §", "§ is not a token that we know.")]
    [InlineData("Basic $", "Wrong password: §, $")]
    [InlineData("Bearer §", "{\"you\":{\"sent\":[\"§\"]}}")]
    public void What_a_server_repeats_is_hidden_where_it_does(string credentials, string content) => Holds(secret =>
        Planting.Written("/", ["Authorization: " + Planting.Plant(credentials, secret)], "", ["X-Echo: " + Planting.Plant(credentials, secret)], Planting.Plant(content, secret)));

    [Theory]
    [InlineData("hunter2", "wrong password hunter2 for joe")]
    [InlineData("hunter2", "{\"seen\":\"hunter2\"}")]
    [InlineData("swordfish", "{\"seen\":\"swordfish\"}")]
    [InlineData("p&q<r>s", "<p>p&amp;q&lt;r&gt;s</p>")]
    [InlineData("p&q<r>s", "{\"seen\":\"p\\u0026q\\u003cr\\u003es\"}")]
    [InlineData("p&q<r>s", "seen p%26q%3Cr%3Es")]
    [InlineData("hunter2", "aHVudGVyMg==")]
    [InlineData("hunter2", "joe%3Ahunter2")]
    [InlineData("hunter2", "{\"m\":\"it was\\nhunter2\"}")]
    public void A_short_password_is_hidden_where_a_server_repeats_it(string password, string content)
    {
        foreach (var (fields, sent) in new (MessageField[], string)[]
        {
            ([new("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"joe:{password}")))], ""),
            ([new("Content-Type", "application/x-www-form-urlencoded")], $"user=joe&password={Uri.EscapeDataString(password)}"),
            ([new("Content-Type", "application/json")], $$"""{"user":"joe","password":"{{password}}"}"""),
        })
        {
            var intake = new Inspector.Intake.MessageIntake();
            intake.Request("POST", "/", null, null, fields, Encoding.UTF8.GetBytes(sent));
            var answer = intake.Response(401, "", null, [], Encoding.UTF8.GetBytes(content));

            Assert.Contains("***", answer.Content.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(Everything.TextsOf(answer), text => text.Contains(password, StringComparison.Ordinal) || text.Contains(content, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_word_that_is_a_password_stays_a_word_where_it_is_a_part_of_another()
    {
        var intake = new Inspector.Intake.MessageIntake();
        intake.Request("GET", "/", null, null, [new("Authorization", "Basic " + Convert.ToBase64String("joe:letter"u8))]);

        Assert.Equal("""{"text":"a letter to newsletters","x":"***"}""", intake.Response(401, "", null, [], """{"text":"a letter to newsletters","x":"letter"}"""u8.ToArray()).Content.Text);
    }

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void No_sample_gives_its_password_away(string name)
    {
        Assert.DoesNotContain(Everything.TextsOf(Samples.Read(name)), text => Leaks(text, Samples.Secret));

        // The search itself finds what is there.
        if (!name.Contains("sanitized", StringComparison.Ordinal) && name is not ("curl-verbose-401.txt" or "curl-verbose-several.txt" or "curl-include-redirect.txt" or "httpie-digest.txt" or "curl-verbose-digest.txt" or "curl-trace-digest.txt"))
            Assert.True(Leaks(Encoding.UTF8.GetString(Samples.Octets(name)), Samples.Secret) || name.StartsWith("curl-trace", StringComparison.Ordinal));
    }

    [Fact]
    public void Userinfo_keeps_the_user_and_hides_the_password() => Holds(secret =>
        Planting.Written($"http://anna:{Uri.EscapeDataString(secret)}@a.example/", [], "", [], "").Where(each => each.Format != "har"), check: recording =>
            Assert.Equal("http://anna:***@a.example/", recording.Exchanges[0].Request!.Target));

    [Fact]
    public void A_token_that_comes_back_after_many_others_is_hidden_in_what_repeats_it()
    {
        static string Asked(string token, string said) => $"GET / HTTP/1.1\nHost: a.example\nAuthorization: Bearer {token}\n\nHTTP/1.1 401 Unauthorized\nX-Said: {said}\n\n";
        var others = string.Concat(Enumerable.Range(0, 100).Select(number => Asked($"other-secret-{number:000}-x", "nothing")));
        var recording = RawHttpReader.Read($"{Asked("planted-secret-4711", "nothing")}{others}{Asked("planted-secret-4711", "what is planted-secret-4711 here")}");

        Assert.Equal(102, recording.Exchanges.Length);
        Assert.Equal("what is *** here", recording.Exchanges[^1].Response!.Fields.First("X-Said"));
    }

    [Fact]
    public void Compressed_content_is_looked_through_or_not_kept()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes("""{"error":"no","token":"planted-secret-4711"}"""));
        var intake = new Inspector.Intake.MessageIntake();

        var read = intake.Response(401, "", "HTTP/1.1", [new("Content-Encoding", "gzip"), new("Content-Type", "application/json")], packed.ToArray());
        var unread = intake.Response(401, "", "HTTP/1.1", [new("Content-Encoding", "zstd"), new("Content-Type", "application/json")], packed.ToArray());

        Assert.Equal("""{"error":"no","token":"***"}""", read.Content.Text);
        Assert.Equal((true, false), (unread.Content.IsEmpty, unread.Content.IsWhole));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("")]
    public void Content_in_another_encoding_is_looked_through_or_not_kept(string charset)
    {
        var intake = new Inspector.Intake.MessageIntake();
        var answer = intake.Response(401, "", null, [new("Content-Type", $"text/plain; charset={charset}")], Encoding.Unicode.GetBytes("password=planted-secret-4711"));

        Assert.DoesNotContain(Everything.TextsOf(answer), text => Leaks(text, Samples.Secret));
    }

    private static void Holds(Func<string, IEnumerable<(string Format, byte[] File)>> write, Func<string, string>? searched = null, Action<Recording>? check = null)
    {
        foreach (var secret in Secrets)
        {
            foreach (var (format, file) in write(secret))
            {
                var recording = Samples.Read(file);
                Assert.NotEmpty(recording.Exchanges);
                Assert.NotNull(recording.Exchanges[0].Response);
                var leak = Everything.TextsOf(recording).FirstOrDefault(text => Leaks(text, searched?.Invoke(secret) ?? secret));
                Assert.True(leak is null, $"{format}: {leak}");
                check?.Invoke(recording);
            }
        }
    }

    private static bool Leaks(string text, string secret)
    {
        // Half of a secret is half of a leak; base64 of it is all of one.
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:" + secret))[..^4];
        var twice = Convert.ToBase64String(Encoding.UTF8.GetBytes(base64))[..^4];
        return text.Contains(secret[..(secret.Length / 2 + 1)], StringComparison.OrdinalIgnoreCase)
            || text.Contains(secret[(secret.Length / 2)..], StringComparison.OrdinalIgnoreCase)
            || text.Contains(Uri.EscapeDataString(secret), StringComparison.OrdinalIgnoreCase)
            || text.Contains(base64, StringComparison.Ordinal)
            || text.Contains(twice, StringComparison.Ordinal);
    }
}
