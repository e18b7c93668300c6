using Countersign.Inspector.ApiDescriptions;

namespace Countersign.Cli.Commands;

/// <summary>Files with what an API says of itself.</summary>
internal static class ApiFiles
{
    /// <summary>Reads one.</summary>
    /// <exception cref="CommandFailure">It can't be read.</exception>
    public static ApiDescription Read(string file)
    {
        try
        {
            return ApiDescriptionReader.Read(File.ReadAllBytes(file), out var fault) ?? throw new CommandFailure($"{file} can't be read as OpenAPI: {fault}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"can't read {file}: {exception.Message}");
        }
    }
}
