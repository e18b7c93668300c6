using System.CommandLine;
using Countersign.Cli;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>What <c>countersign request</c> refuses before it sends anything.</summary>
public sealed class RequestUsageTests
{
    [Theory]
    [InlineData("--token is empty", "--token", "")]
    [InlineData("--token is empty", "--token", "Bearer ")]
    [InlineData("--token has a line break", "--token", "a\nb")]
    [InlineData("--key is empty", "--key", " ")]
    [InlineData("--key has a line break", "--key", "a\u0001b")]
    [InlineData("--auth names no user", "--auth", "")]
    [InlineData("--auth names no user", "--auth", ":password")]
    [InlineData("--auth has a line break", "--auth", "anna:a\tb")]
    [InlineData("--proxy-auth names no user", "--proxy", "http://127.0.0.1:1", "--proxy-auth", "")]
    [InlineData("--key-field is the name of a field", "--key", "a", "--key-field", "X Key")]
    [InlineData("--timeout is longer than nothing and up to 24d", "--timeout", "0s")]
    [InlineData("--timeout is longer than nothing and up to 24d", "--timeout", "25d")]
    public void Says_what_is_wrong_with_it(string told, params string[] options) =>
        Assert.Contains(ErrorsOf(options), error => error.StartsWith(told, StringComparison.Ordinal));

    [Theory]
    [InlineData("'countersign request' does not know '--tokn'; did you mean '--token'?", "--tokn", "x", "http://a.example/")]
    [InlineData("'countersign request' does not know '--insecure'; --cacert FILE trusts", "--insecure", "https://a.example/")]
    [InlineData("'countersign request' does not know '-H'; a field is written Name:value", "-H", "A: b", "https://a.example/")]
    [InlineData("'countersign request' does not know '-u'; did you mean '--auth'?", "-ujoe:secret", "https://a.example/")]
    [InlineData("'Authorization Bearer ***' is no item", "https://a.example/", "Authorization Bearer k4711-secret")]
    [InlineData("'countersign request' does not know '--data'; did you mean '--body'?", "https://a.example/", "--data=x")]
    [InlineData("The address is an http or https URL, such as https://localhost:8080/x.", "localhost:8080/x")]
    [InlineData("The address is an http or https URL, such as https://a.example.", "GET", "a.example")]
    [InlineData("The address is an http or https URL, such as https://api.example.org/orders.", "orders")]
    [InlineData("CONNECT opens a tunnel at a proxy", "CONNECT", "https://a.example/")]
    [InlineData("The method before the address is a word", "G ET", "https://a.example/")]
    public void Names_what_was_probably_meant(string told, params string[] words) =>
        Assert.Contains(CountersignCommand.Create().Parse(["request", .. words]).Errors, error => error.Message.StartsWith(told, StringComparison.Ordinal));

    [Theory]
    [InlineData("--timeout", "1s")]
    [InlineData("--timeout", "24d")]
    [InlineData("--token", "@file")]
    [InlineData("--auth", "anna:pass: word")]
    public void Takes_what_is_right(params string[] options) => Assert.Empty(ErrorsOf(options));

    [Theory]
    [InlineData("--token", "")]
    [InlineData("--token", "\n")]
    [InlineData("--key", "a\u0001b")]
    [InlineData("--auth", ":x")]
    public async Task An_unusable_secret_out_of_a_file_is_not_sent(string option, string secret)
    {
        using var home = new CommandHome();
        await File.WriteAllTextAsync(home.PathOf("secret"), secret, TestContext.Current.CancellationToken);

        var ran = await home.RunAsync("request", option, "@" + home.PathOf("secret"), "http://127.0.0.1:1/");

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.StartsWith($"countersign: {option}", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("GET", ran.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> ErrorsOf(string[] options) =>
        CountersignCommand.Create().Parse(["request", "https://api.example/", .. options], new ParserConfiguration { ResponseFileTokenReplacer = null }).Errors.Select(error => error.Message);
}
