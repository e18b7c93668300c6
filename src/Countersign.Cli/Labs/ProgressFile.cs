using System.Globalization;
using System.Security.Cryptography;
using Countersign.Cli.Commands;
using Countersign.Client.Tokens.Stores;
using Countersign.Lab.Exercises.Progress;

namespace Countersign.Cli.Labs;

/// <summary>How far this user is in the exercises, in a file of this user. A file that can't be read is put aside, and nothing of it is lost.</summary>
internal sealed class ProgressFile
{
    private const int Tries = 250;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    private readonly string _folder;

    private ProgressFile(string folder) => _folder = folder;

    /// <summary>The file.</summary>
    public string FilePath => Path.Combine(_folder, "progress.json");

    /// <summary>Where it is written which addresses serve exercises now, the newest last.</summary>
    private string ServedPath => Path.Combine(_folder, "served");

    /// <summary>The file of this user; its folder is made where there is none.</summary>
    /// <exception cref="CommandFailure">There is no home folder.</exception>
    public static ProgressFile Open()
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (data.Length == 0)
            throw new CommandFailure("there is no home folder to keep progress in; set HOME.");
        var folder = Path.Combine(data, "countersign", "lab");
        PrivateFiles.CreateDirectory(folder);
        return new(folder);
    }

    /// <summary>What is kept; something new where there is nothing. What can't be read is put aside.</summary>
    /// <param name="error">Where that is said.</param>
    public LabProgress Read(TextWriter error)
    {
        using var alone = Lock();
        return ReadAlone(error);
    }

    /// <summary>Changes what is kept, while no other command does.</summary>
    public LabProgress Change(TextWriter error, Func<LabProgress, LabProgress> change)
    {
        using var alone = Lock();
        var progress = change(ReadAlone(error));
        Write(progress);
        return progress;
    }

    /// <summary>Tells other commands which address serves exercises.</summary>
    public void Serve(string address)
    {
        using var alone = Lock();
        File.WriteAllLines(ServedPath, AllServed().Where(other => other != address).Append(address));
    }

    /// <summary>Which address serves exercises, of several the newest; null for none.</summary>
    public string? Served() => AllServed().LastOrDefault();

    /// <summary>Tells that an address no longer does.</summary>
    public void Unserve(string address)
    {
        using var alone = Lock();
        File.WriteAllLines(ServedPath, AllServed().Where(other => other != address));
    }

    private string[] AllServed() => File.Exists(ServedPath) ? File.ReadAllLines(ServedPath) : [];

    private LabProgress ReadAlone(TextWriter error)
    {
        if (File.Exists(FilePath))
        {
            if (LabProgress.Read(File.ReadAllBytes(FilePath)) is { } progress)
                return progress;
            var aside = FreeName();
            File.Move(FilePath, aside);
            error.WriteLine($"countersign: the progress in {FilePath} can't be read. It is kept as {aside}, and a new one begins.");
        }

        var begun = new LabProgress(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        Write(begun);
        return begun;
    }

    private string FreeName()
    {
        for (var number = 1; ; number++)
        {
            var name = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"progress-unreadable-{number}.json"));
            if (!File.Exists(name))
                return name;
        }
    }

    private void Write(LabProgress progress)
    {
        var made = FilePath + ".new";
        File.Delete(made); // of one who was killed
        PrivateFiles.Write(made, progress.Write());
        File.Move(made, FilePath, overwrite: true);
    }

    private FileStream Lock()
    {
        for (var time = 0; time < Tries; time++)
        {
            if (PrivateFiles.TryLock(FilePath + ".lock") is { } taken)
                return taken;
            Thread.Sleep(BetweenTries);
        }

        throw new CommandFailure("another command holds the progress of the exercises.");
    }
}
