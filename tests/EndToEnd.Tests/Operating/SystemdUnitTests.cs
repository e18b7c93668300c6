using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>The systemd unit, as far as it can be tried without an init system.</summary>
public sealed class SystemdUnitTests
{
    private const string Filter = "SystemCallFilter=";

    [Fact]
    public async Task Lets_passwords_be_hashed_at_the_lowest_priority_and_leaves_other_resources_alone()
    {
        Programs.Need("/usr/bin/systemd-analyze");
        HashSet<string> allowed = [];
        foreach (var line in File.ReadLines(Path.Combine(Checkout.Root, "packaging", "systemd", "countersign.service")))
        {
            if (!line.StartsWith(Filter, StringComparison.Ordinal))
                continue;
            var names = line[Filter.Length..];
            foreach (var name in names.TrimStart('~').Split(' '))
            {
                // systemd.exec(5): the first line says that a list allows, those after it add or take off.
                if (names.StartsWith('~'))
                    allowed.ExceptWith(await CallsAsync(name));
                else
                    allowed.UnionWith(await CallsAsync(name));
            }
        }

        Assert.Superset(new HashSet<string> { "setpriority", "read", "futex" }, allowed);
        Assert.DoesNotContain("setrlimit", allowed);
        Assert.DoesNotContain("reboot", allowed);
    }

    private static async Task<IEnumerable<string>> CallsAsync(string name)
    {
        if (!name.StartsWith('@'))
            return [name];
        List<string> calls = [];
        var told = await Programs.RunAsync("systemd-analyze", ["syscall-filter", name]);
        foreach (var line in told.Output.Split('\n').Where(line => line.StartsWith(' ')).Select(line => line.Trim()).Where(line => !line.StartsWith('#')))
            calls.AddRange(await CallsAsync(line));
        return calls;
    }
}
