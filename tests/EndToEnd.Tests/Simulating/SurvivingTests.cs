using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Countersign.EndToEnd.Simulating;

/// <summary>The code of the page that tells how to survive a 401, as it stands there.</summary>
public sealed partial class SurvivingTests(SimulatorSite site) : IClassFixture<SimulatorSite>, IDisposable
{
    private static readonly string Peers = Path.Combine(Checkout.Root, "tests", "EndToEnd.Tests", "Peers");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    [Theory]
    [InlineData("uses=6&refresh=rotate", 200)]
    [InlineData("uses=6&refresh=race", 200)]
    [InlineData("uses=6&refresh=slow", 200)]
    public async Task Ten_requests_whose_token_ends_get_in_by_one_renewal(string query, int status)
    {
        foreach (var (statuses, renewals) in await AskAsync(query))
        {
            Assert.All(statuses, each => Assert.Equal(status, each.GetInt32()));
            Assert.Equal(1, renewals);
        }
    }

    [Fact]
    public async Task A_renewal_that_is_refused_fails_those_that_wait_for_it_and_no_others()
    {
        foreach (var (statuses, _) in await AskAsync("uses=6&refresh=refuse"))
        {
            Assert.Equal(6, statuses.Count(each => each.ValueKind == JsonValueKind.Number && each.GetInt32() == 200));
            Assert.Equal(4, statuses.Count(each => each.ToString().Contains("invalid_grant", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_new_token_that_is_refused_as_well_is_no_reason_for_a_third()
    {
        foreach (var (statuses, renewals) in await AskAsync("uses=2&refresh=rotate"))
        {
            Assert.Equal(4, statuses.Count(each => each.GetInt32() == 200));
            Assert.Equal(6, statuses.Count(each => each.GetInt32() == 401));
            Assert.Equal(1, renewals);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(JsonElement[] Statuses, int Renewals)[]> AskAsync(string query)
    {
        Programs.Need("/usr/bin/node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Peers, "node_modules", "axios")), "The npm packages of Peers are not installed");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "package.json"), """{ "type": "module" }""", TestContext.Current.CancellationToken);
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "node_modules"), Path.Combine(Peers, "node_modules"));
        foreach (Match script in Script().Matches(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "how-to", "survive-a-401.md"), TestContext.Current.CancellationToken)))
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, script.Groups["name"].Value), script.Groups["text"].Value, TestContext.Current.CancellationToken);

        var ran = await Programs.RunAsync("node", [Path.Combine(Peers, "survivor.mjs"), _folder.FullName, site.Url("/"), query]);

        Assert.True(ran.Code == 0, ran.Error);
        var told = JsonDocument.Parse(ran.Output).RootElement;
        return [.. told.EnumerateObject().Select(client => (client.Value.GetProperty("statuses").EnumerateArray().ToArray(), client.Value.GetProperty("renewals").GetInt32()))];
    }

    [GeneratedRegex("```js\n(?<text>// (?<name>[a-z-]+\\.js)\n(.*\n)*?)```", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Script();
}
