namespace Cartwright.Cli.Configuration;

/// <summary>Where a value comes from; a later one wins.</summary>
internal enum SettingSource
{
    Default,
    File,
    Environment,
    CommandLine,
}
