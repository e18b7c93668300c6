using System.Text;
using Countersign.Cli.Requests;
using Countersign.Cli.Requests.Recording;
using Countersign.Inspector.Fixes;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>Lines of curl say to a real shell what was meant.</summary>
public sealed class CurlLineTests
{
    [Fact]
    public async Task A_shell_reads_every_word_as_it_was()
    {
        var random = new Random(401);
        string[] words =
        [
            "", "it's", "$HOME `id` \\ \"x\"", "a\nb", "-x", "~", "ünïcode ✓", "!!", "*?[a]{b,c}", "#", ";&|<>()",
            .. Enumerable.Range(0, 200).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)random.Next(1, 127)))),
        ];
        var word = new ShellWord(reveals: false);

        var ran = await Programs.RunAsync("bash", ["-s"], $"printf '%s\\0' {string.Join(' ', words.Select(word.Of))}\n");

        Assert.Equal(words, ran.Output.Split('\0')[..^1]);
    }

    [Fact]
    public async Task A_secret_is_a_variable_wherever_it_stands()
    {
        var word = new ShellWord(reveals: false);
        word.Hide("s3'cret", "PASSWORD");
        word.Hide("s3'cret longer", "TOKEN");
        var text = "a s3'cret b s3'cret longer$ s3'cret";

        var written = word.Of(text);
        var ran = await Programs.RunAsync("env", ["PASSWORD=s3'cret", "TOKEN=s3'cret longer", "bash", "-s"], $"printf '%s' {written}\n");

        Assert.DoesNotContain("cret", written, StringComparison.Ordinal);
        Assert.Equal(text, ran.Output);
        Assert.Equal(["PASSWORD", "TOKEN"], word.Used);
    }

    [Fact]
    public void No_secret_is_in_a_line_unless_it_is_asked_for()
    {
        var order = new RequestOrder(HttpMethod.Post, new("https://api.example/x?api_key=in-the-query"))
        {
            Fields = [("Authorization", "Bearer in-a-field"), ("Accept", "*/*")],
            Content = RequestContent.Of(Encoding.UTF8.GetBytes("""{"password":"in-the-body","a":1}"""), "application/json"),
            Credentials = new() { User = "anna", Password = new("given-password"), Token = new("given-token"), Key = new("given-key") },
        };
        string[] secrets = ["in-the-query", "in-a-field", "in-the-body", "given-password", "given-token", "given-key"];

        var line = CurlLine.Write(order, reveals: false);
        var revealing = CurlLine.Write(order, reveals: true);

        Assert.All(secrets, secret => Assert.DoesNotContain(secret, line, StringComparison.Ordinal));
        Assert.All(secrets, secret => Assert.Contains(secret, revealing, StringComparison.Ordinal));
        Assert.Contains("# COUNTERSIGN_PASSWORD is the password of anna\n", line, StringComparison.Ordinal);
        Assert.StartsWith("# no --location: ", revealing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", true)]
    [InlineData("Cookie", true)]
    [InlineData("X-Tenant", true)]
    [InlineData("X-Auth-Token", false)]
    [InlineData("X-API-Key", false)]
    public void Redirects_are_followed_where_curl_leaves_the_secret_behind(string field, bool follows)
    {
        var line = CurlLine.Write(new(HttpMethod.Get, new("https://api.example/")) { Fields = [(field, "value")] }, reveals: false);

        Assert.Equal(follows, line.Contains("curl --location ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_goes_out_in_the_letters_of_the_DNS()
    {
        var order = new RequestOrder(HttpMethod.Get, new("https://bücher.example:8443/ü"));

        Assert.Contains(" https://xn--bcher-kva.example:8443/%C3%BC\n", CurlLine.Write(order, reveals: false), StringComparison.Ordinal);
        Assert.Contains(("Host", "xn--bcher-kva.example:8443"), RecordingHandler.FieldsOf(order.CreateMessage()));
    }

    [Fact]
    public void A_key_is_not_taken_to_other_origins()
    {
        var line = CurlLine.Write(new(HttpMethod.Get, new("https://api.example/")) { Credentials = new() { Key = new("given-key"), KeyField = "X-Odd" } }, reveals: false);

        Assert.DoesNotContain("--location \\", line, StringComparison.Ordinal);
        Assert.Contains("# no --location: ", line, StringComparison.Ordinal);
        Assert.Contains("--header 'X-Odd: '\"$COUNTERSIGN_KEY\"", line, StringComparison.Ordinal);
    }
}
