using System.Globalization;
using Countersign.EndToEnd.Client;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;
using Xunit;

namespace Countersign.EndToEnd.Fixes;

/// <summary>Every snippet that an owner is shown, in the real framework: what the inspector finds without it is gone with it, and nothing else comes in its place.</summary>
public sealed class OwnerFixTests
{
    [Fact]
    public async Task Express() => await AssertMendsAsync(Framework.Express, await RealServer.StartAsync("/usr/bin/node", server =>
    {
        // Modules are looked for from where the file is.
        Directory.CreateSymbolicLink(server.PathOf("node_modules"), Path.Combine(Checkout.Root, "tests", "EndToEnd.Tests", "Peers", "node_modules"));
        server.Write("site.mjs", FrameworkSite.Text("express.mjs", Framework.Express));
        return [server.PathOf("site.mjs"), Text(server.Port)];
    }));

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static async Task AssertMendsAsync(Framework framework, RealServer server)
    {
        await using var site = new FrameworkSite(server, framework);
        Assert.NotEmpty(site.Remedies);
        foreach (var remedy in site.Remedies)
        {
            var (probes, wanted) = Probe.Of(remedy);
            var (before, faulty) = await site.TryAsync("before", remedy, probes);
            Assert.True(before.Findings.Any(finding => wanted.Contains(finding.Check.Id) && finding.Check.Remedy == remedy), $"{remedy.Name}: nothing is found in\n{string.Join("\n\n", faulty)}");

            var (after, answers) = await site.TryAsync("after", remedy, probes);
            Assert.All(probes.Zip(answers), each =>
            {
                var status = int.Parse(each.Second.Split(' ')[1], CultureInfo.InvariantCulture);
                Assert.True(each.First.After == 0 ? status is >= 200 and < 400 : status == each.First.After, $"{remedy.Name}: {each.First.Request}\n{each.Second}");
                Assert.Contains(each.First.Has, each.Second, StringComparison.OrdinalIgnoreCase);
            });
            Assert.Empty(after.Findings.Where(finding => finding.Check.Remedy == remedy || finding.Severity >= Severity.Warning).Select(finding => $"{remedy.Name} leaves {finding.Check.Id}: {finding.Message}\n{string.Join("\n\n", answers)}"));
        }
    }
}
