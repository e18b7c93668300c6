using System.Globalization;
using Xunit;

namespace Countersign.EndToEnd.Fixes;

/// <summary>A program in C#, compiled by the compiler of the SDK against what these tests run on, without a project.</summary>
internal static class CSharpProgram
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading.Tasks;
        """;

    // The folder that the runtime, the SDK and their program are in.
    private static readonly string Home = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>What runs it.</summary>
    public static string Runner { get; } = Path.Combine(Home, "dotnet");

    /// <summary>Compiles it into a folder, and lays beside it what it needs; the arguments of <c>dotnet</c> that run it.</summary>
    public static async Task<string[]> CompileAsync(string folder, string text)
    {
        var (source, program) = (Path.Combine(folder, "site.cs"), Path.Combine(folder, "site.dll"));
        await File.WriteAllTextAsync(source, text);
        await File.WriteAllTextAsync(Path.Combine(folder, "usings.cs"), Usings);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        await File.WriteAllLinesAsync(Path.Combine(folder, "arguments.rsp"), [.. references.Select(reference => $"-r:\"{reference}\""), "-target:exe", "-nullable", "-langversion:latest", "-nologo", $"-out:\"{program}\"", $"\"{source}\"", $"\"{Path.Combine(folder, "usings.cs")}\""]);
        var compiled = await Programs.RunAsync("dotnet", ["exec", Compiler(), "-noconfig", $"@{Path.Combine(folder, "arguments.rsp")}"]);
        Assert.True(compiled.Code == 0, compiled.Output);

        foreach (var library in Directory.GetFiles(AppContext.BaseDirectory, "*.dll"))
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(library)), library);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Countersign.Cli.runtimeconfig.json"), Path.Combine(folder, "site.runtimeconfig.json"));
        return ["exec", program];
    }

    private static string Compiler()
    {
        var sdks = Path.Combine(Home, "sdk");
        var newest = Directory.Exists(sdks) ? Directory.GetDirectories(sdks).MaxBy(folder => Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version : new(0, 0)) : null;
        Assert.SkipWhen(newest is null, string.Create(CultureInfo.InvariantCulture, $"there is no SDK beside the runtime ({sdks})"));
        return Path.Combine(newest, "Roslyn", "bincore", "csc.dll");
    }
}
