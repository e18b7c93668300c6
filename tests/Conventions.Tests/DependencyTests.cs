using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Countersign.Conventions;

public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Countersign"] = [],
        ["Countersign.AspNetCore"] = ["Countersign"],
        ["Countersign.Client"] = ["Countersign"],
        ["Countersign.Client.Stores"] = ["Countersign", "Countersign.Client"],
        ["Countersign.Inspector"] = ["Countersign"],
        ["Countersign.Gateway"] = ["Countersign", "Countersign.AspNetCore"],
        ["Countersign.Lab"] = ["Countersign", "Countersign.Inspector"],
        ["Countersign.WebConsole"] = ["Countersign", "Countersign.Client", "Countersign.Inspector", "Countersign.Lab"],
        ["Countersign.Cli"] = ["Countersign", "Countersign.AspNetCore", "Countersign.Client", "Countersign.Client.Stores", "Countersign.Inspector", "Countersign.Gateway", "Countersign.Lab", "Countersign.WebConsole"],
    };

    [Fact]
    public void The_core_references_the_base_class_library_alone()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        var foreign = Assemblies.Core.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !File.Exists(Path.Combine(runtime, name + ".dll")));

        Assert.Empty(foreign);
    }

    [Fact]
    public void The_core_opens_no_connection() =>
        Assert.DoesNotContain(Assemblies.Core.GetReferencedAssemblies(), name => name.Name is "System.Net.Http" or "System.Net.Sockets" or "System.Net.Security");

    [Fact]
    public void References_between_assemblies_go_one_way() =>
        Assert.All(Assemblies.All, assembly =>
            Assert.Subset(Allowed[assembly.GetName().Name!].ToHashSet(StringComparer.Ordinal), OwnReferences(assembly)));

    [Fact]
    public void The_middleware_knows_neither_proxy_nor_configuration_file() =>
        Assert.DoesNotContain(Assemblies.AspNetCore.GetReferencedAssemblies(), name => name.Name is "Yarp.ReverseProxy" or "YamlDotNet");

    [Fact]
    public void The_client_needs_no_ASPNET_Core() =>
        Assert.DoesNotContain(Assemblies.Client.GetReferencedAssemblies(), name => name.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void Inside_the_core_wire_tokens_and_addresses_know_nobody_and_ports_and_decisions_know_no_scheme()
    {
        Assert.Empty(Mentions("src/Countersign/Wire", @"Countersign\.(Decisions|Schemes|Ports|Tokens)\b"));
        Assert.Empty(Mentions("src/Countersign/Tokens", @"Countersign\.(Decisions|Schemes|Wire)\b"));
        Assert.Empty(Mentions("src/Countersign/Ports", @"Countersign\.(Schemes)\b"));
        Assert.Empty(Mentions("src/Countersign/Addresses", @"Countersign\.(?!Addresses\b)\w+"));
        Assert.Empty(Mentions("src/Countersign/Decisions", @"Countersign\.(Schemes)\b"));
    }

    [Fact]
    public void No_scheme_knows_another_scheme()
    {
        var schemes = Directory.GetDirectories(Path.Combine(Repository.Root, "src/Countersign/Schemes"));
        Assert.NotEmpty(schemes);
        Assert.All(schemes.Select(folder => Path.GetFileName(folder)!), scheme =>
            Assert.Empty(Mentions($"src/Countersign/Schemes/{scheme}", $@"Countersign\.Schemes\.(?!{scheme}\b)\w+")));
    }

    private static HashSet<string> OwnReferences(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Countersign", StringComparison.Ordinal))];

    private static IEnumerable<string> Mentions(string folder, string pattern) =>
        from file in Repository.Files(folder, "*.cs")
        from Match match in Regex.Matches(Repository.Read(file), pattern, RegexOptions.None, TimeSpan.FromSeconds(1))
        select $"{file}: {match.Value}";
}
