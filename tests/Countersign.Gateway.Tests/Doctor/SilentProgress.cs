namespace Countersign.Gateway.Tests.Doctor;

internal sealed class SilentProgress : IProgress<string>
{
    public void Report(string value)
    {
        // Nobody looks.
    }
}
