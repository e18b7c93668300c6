using System.Text.RegularExpressions;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>The public conformance suite for clients of the Model Context Protocol: its servers, and a client whose only credentials are in the handler.</summary>
public sealed partial class ConformanceTests
{
    private static readonly string Suite = Path.Combine(Checkout.Root, "tests", "EndToEnd.Tests", "Peers", "conformance.mjs");

    private static readonly string Ours = $"dotnet exec {Path.Combine(
        Checkout.Root, "artifacts", "bin", "Countersign.McpClient", new DirectoryInfo(AppContext.BaseDirectory).Name, "Countersign.McpClient.dll")}";

    private static readonly string Careless = $"node {Path.Combine(Checkout.Root, "tests", "EndToEnd.Tests", "Peers", "careless-client.mjs")}";

    /// <summary>How many scenarios of authorization each suite has; there is none among them that the client does not pass.</summary>
    [Theory]
    [InlineData("auth", 14)]
    [InlineData("backcompat", 2)] // servers of March 2025, without metadata of resources
    [InlineData("draft", 11)] // issuers of answers, migration to another server, offline access: what is not about authorization is not counted
    [InlineData("extensions", 6)] // client credentials, workload identity, enterprise identity, DPoP
    public async Task Passes_every_scenario_of_authorization(string suite, int scenarios)
    {
        var ran = await RunAsync("--suite", suite, "--command", Ours);
        var results = Result().Matches(ran.Output + ran.Error).Where(match => match.Groups["name"].Value.StartsWith("auth/", StringComparison.Ordinal)).ToList();
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"{suite}: {results.Count(IsPassed)} of {results.Count} scenarios");
        results.ForEach(result => output.WriteLine(result.Value));

        Assert.Equal(scenarios, results.Count);
        Assert.All(results, result => Assert.True(IsPassed(result), $"{result.Value}\n{ran.Output}\n{ran.Error}"));
    }

    [Theory]
    [InlineData("auth/metadata-default")] // no PKCE
    [InlineData("auth/resource-mismatch")]
    [InlineData("auth/metadata-issuer-mismatch")]
    [InlineData("auth/iss-wrong-issuer")]
    [InlineData("auth/iss-normalized")]
    [InlineData("auth/iss-supported-missing")]
    public async Task The_suite_bites_a_careless_client(string scenario)
    {
        var careless = await RunAsync("--scenario", scenario, "--command", Careless);

        Assert.True(careless.Code != 0, $"{careless.Output}\n{careless.Error}");
    }

    private static bool IsPassed(Match result) => result.Groups["mark"].Value == "✓" && result.Groups["failed"].Value == "0";

    private static Task<Ran> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Path.GetDirectoryName(Suite)!, "node_modules", "@modelcontextprotocol", "conformance")), "The npm packages of Peers are not installed");
        return Programs.RunAsync("node", [Suite, "client", .. arguments]);
    }

    [GeneratedRegex(@"^(?<mark>[✓✗]) (?<name>\S+): (?<passed>\d+) passed, (?<failed>\d+) failed.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Result();
}
