using System.Text.RegularExpressions;
using Xunit;

namespace Countersign.Conventions;

public sealed partial class SourceTests
{
    private const int MaxLines = 300;

    [Fact]
    public void No_source_file_is_longer_than_can_be_read_in_one_go() =>
        Assert.All(Sources(), file => Assert.True(Lines(file) <= MaxLines, $"{file} has {Lines(file)} lines; split it"));

    [Fact]
    public void Time_comes_from_a_time_provider() =>
        Assert.All(Sources().Where(file => file.StartsWith("src/", StringComparison.Ordinal)), file => Assert.DoesNotMatch(Clock(), Repository.Read(file)));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Assert.All(Sources().Where(file => !IsThisFile(file)), file => Assert.DoesNotMatch(Unfinished(), Repository.Read(file)));

    [Fact]
    public void No_file_names_a_folder_of_somebodys_machine() =>
        Assert.All(Repository.Files().Where(file => !IsThisFile(file) && IsText(file)), file => Assert.DoesNotMatch(MachinePath(), Repository.Read(file)));

    [Fact]
    public void Every_type_of_src_is_meant_for_inheritance_or_sealed() =>
        Assert.All(Assemblies.All.SelectMany(assembly => assembly.GetTypes()).Where(IsOpenClass), type => Assert.Fail($"{type} is neither sealed nor abstract nor static"));

    [Fact]
    public void Shell_scripts_stop_at_the_first_error() =>
        Assert.All(Repository.Files().Where(IsText).Where(file => Repository.Read(file).StartsWith("#!/usr/bin/env bash", StringComparison.Ordinal)), file =>
            Assert.Matches(@"(?m)^(set -euo pipefail|exec )", Repository.Read(file)));

    private static IEnumerable<string> Sources() => Repository.Files("", "*.cs");

    private static int Lines(string file) => Repository.Read(file).AsSpan().TrimEnd('\n').Count('\n') + 1;

    private static bool IsThisFile(string file) => file.EndsWith($"/{nameof(SourceTests)}.cs", StringComparison.Ordinal);

    private static bool IsText(string file) => !Repository.Read(file).Contains('\0', StringComparison.Ordinal);

    // What is made of a .razor file is open, and nobody can say otherwise there.
    private static bool IsOpenClass(Type type) =>
        type is { Name: not "_Imports", BaseType.FullName: not "Microsoft.AspNetCore.Components.ComponentBase" } &&
        type is { IsClass: true, IsSealed: false, IsAbstract: false } && !type.Name.Contains('<', StringComparison.Ordinal) && type.Namespace?.StartsWith("Countersign", StringComparison.Ordinal) == true;

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"/home/\w+/|/Users/\w+/|/root/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachinePath();
}
