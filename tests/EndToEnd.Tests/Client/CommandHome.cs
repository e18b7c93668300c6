using System.Diagnostics;

namespace Countersign.EndToEnd.Client;

/// <summary>A home folder for commands that keep something.</summary>
internal sealed class CommandHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    /// <summary>All files below it.</summary>
    public string[] Files => Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories);

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public Task<Ran> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public Task<Ran> RunWithInputAsync(string input, params string[] arguments) => Programs.RunAsync("env", Words(arguments), input);

    public Process Start(params string[] arguments) => Programs.Start("env", Words(arguments));

    public void Dispose() => _folder.Delete(recursive: true);

    private string[] Words(string[] arguments) =>
        ["-u", "XDG_DATA_HOME", "-u", "XDG_CONFIG_HOME", $"HOME={_folder.FullName}", "dotnet", "exec", Checkout.Command, .. arguments];
}
